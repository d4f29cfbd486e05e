// Where functions send browsers for WeChat's pages.
import { openConfiguration } from '../../../emulator/world/environment';
import { memoryShelf } from '../wechat/local-wechat';

test("[LW-5] WECHAT_OPEN_BASE is the host of WeChat's pages on the world's port, the same for every process", () => {
  const { variablesOf } = openConfiguration({ shelf: memoryShelf(), apps: () => [], port: () => 5180, given: {} });
  const definition = { name: 'auth', directory: '/nowhere', handler: 'index.main', timeoutSeconds: 3, memoryMegabytes: 128, servicePath: '/auth', environmentNames: ['WECHAT_OPEN_BASE'] };
  expect(['a', 'b'].map((child) => variablesOf(definition, child))).toEqual(Array(2).fill({ WECHAT_OPEN_BASE: 'http://open.weixin.qq.com.localhost:5180' }));
});
