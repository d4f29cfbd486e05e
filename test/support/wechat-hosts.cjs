// Preloaded (node -r) into a process that runs somebody's WeChat client as it is: what it sends to WeChat's hosts goes to the local world's paths.
// WECHAT_AT: the world's origin. The machine itself stays reachable; any other host fails, since a test reaches no network.
const http = require('node:http');
const https = require('node:https');

const world = new URL(process.env.WECHAT_AT);
const send = http.request;

function turned(options) {
  const host = options.hostname ?? String(options.host ?? '').split(':')[0];
  if (host === '127.0.0.1') return options;
  if (!host.endsWith('.weixin.qq.com')) throw new Error(`${host} is none of WeChat's hosts.`);
  const { agent: _agent, port: _port, host: _host, ...rest } = options;
  return { ...rest, protocol: 'http:', hostname: world.hostname, port: world.port, path: `/${host}${options.path ?? '/'}`, headers: { ...options.headers, host: world.host } };
}

/** Node takes (options), (url) and (url, options), each with a callback behind. */
function request(first, second, third) {
  const callback = [first, second, third].find((each) => typeof each === 'function');
  const named = typeof first === 'string' || first instanceof URL ? new URL(first) : null;
  const given = named === null ? first : typeof second === 'object' ? second : {};
  const address = named === null ? {} : { protocol: named.protocol, hostname: named.hostname, port: named.port, path: named.pathname + named.search };
  return send.call(http, turned({ ...address, ...given }), callback);
}

for (const module of [http, https]) {
  module.request = request;
  module.get = (...args) => {
    const sent = request(...args);
    sent.end();
    return sent;
  };
}
