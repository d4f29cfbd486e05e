// The pictures of the local people.
import type { LocalWeChat } from './local-wechat';
import { aLocalWeChat } from './local-wechat';

describe('avatars', () => {
  let world: LocalWeChat;
  beforeEach(async () => { world = await aLocalWeChat(); });
  afterEach(() => world.close());

  const picture = async (name: string) => (await fetch(`${world.origin}/emulator/avatars/${name}.svg`)).text();

  it('[WX-45] a person\'s picture shows her initial and looks the same each time, another person\'s another', async () => {
    const reply = await fetch(`${world.origin}/emulator/avatars/alice.svg`);
    expect(reply.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8');
    const alice = await reply.text();
    expect(alice).toContain('>A</text>');
    expect(await picture('alice')).toBe(alice);
    expect((await picture('anna')).replace('>A<', '')).not.toBe(alice.replace('>A<', ''));
  });

  it('[WX-45] the grey picture has no initial', async () => {
    expect(await picture('grey')).not.toContain('<text');
  });

  it('[PV70] the .png is the very picture that chooseAvatar gives an app, also after her nickname made her anonymous', async () => {
    for (const change of [{}, { avatarUrl: 'https://pictures.example/me.jpg' }, { nickname: '微信用户' }, { nickname: 'Alice', avatarUrl: '' }]) {
      world.wechat.people.put({ name: 'alice', ...change });
      world.call('agreePrivacyAuthorization', 'alice');
      const chosen = world.call('chooseAvatar', 'alice');
      const temporary = chosen.ok ? String(chosen.result['avatarUrl']).replace('http://tmp/', '/emulator/temporary-files/') : '';
      const [shown, given] = await Promise.all([`/emulator/avatars/alice.png`, temporary].map(async (path) => fetch(world.origin + path)));
      expect([shown?.status, shown?.headers.get('content-type'), given?.status]).toEqual([200, 'image/png', 200]);
      expect(Buffer.from(await (shown as Response).arrayBuffer()).equals(Buffer.from(await (given as Response).arrayBuffer()))).toBe(true);
    }
  });

  it('[WX-45] any other path is not a picture\'s', async () => {
    for (const path of ['nobody.png', 'Alice.svg', 'a%2f..%2fb.svg', 'x/y.svg', '.svg']) {
      expect((await fetch(`${world.origin}/emulator/avatars/${path}`)).status).toBe(501);
    }
  });
});
