// What `npm start` says when the world is there.
import { spawn } from 'node:child_process';

/** For programs: the one line of stdout that begins with '{'. */
export function readyLine(url: string): string {
  return `${JSON.stringify({ ready: true, url, pid: process.pid })}\n`;
}

/** For people. */
export function welcome(url: string, data: string): string {
  const { port } = new URL(url);
  return `
  本地微信世界已就绪  The local WeChat world is ready

    工作台 Workbench   ${url}/
    手机   Phone       ${url}/phone?person=alice
    网站   Site        http://site.localhost:${port}/
    扫码   Scan        http://open.weixin.qq.com.localhost:${port}/connect/qrconnect，工作台“扫一扫” / the tab Scan of the workbench
    数据   Data        ${data}

  按 Ctrl+C 结束；加 --fresh 从头开始。Press Ctrl+C to stop; --fresh starts anew.
`;
}

export function openInBrowser(url: string): void {
  const [command, ...before] = process.platform === 'darwin' ? ['open'] : process.platform === 'win32' ? ['cmd', '/c', 'start', ''] : ['xdg-open'];
  const browser = spawn(command ?? 'xdg-open', [...before, url], { stdio: 'ignore', detached: true });
  browser.on('error', () => console.error(`No browser could be opened; go to ${url}/ yourself.`));
  browser.unref();
}
