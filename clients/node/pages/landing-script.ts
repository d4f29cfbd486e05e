// The script of the page that the door comes back to: takes the ticket out of the address first, hands it to its own server, and goes on.

/** As old as WeChat's oldest web-views: no module, no newer syntax than ES2015. */
export const LANDING_SCRIPT = `'use strict';
(function () {
  var found = /^#(ticket|refusal)=([A-Za-z0-9._~-]{1,512})$/.exec(location.hash);
  history.replaceState(null, '', location.pathname);
  var WORDS = {
    declined: ['没有同意登录。', 'The sign-in was declined.'],
    'snapshot-user': ['这是一个快照页，请点“使用完整服务”，再打开一次。', 'This is a snapshot page: tap “使用完整服务” (full service) and open it again.'],
    'user-blocked': ['这个账号已被停用。', 'This account is blocked.'],
    'account-closed': ['这个账号已经注销。', 'This account is closed.'],
    'ticket-invalid': ['这次登录已经失效，请重试。浏览器要允许 cookie。', 'This sign-in has expired: try again. The browser has to keep cookies.'],
    'rate-limited': ['登录太频繁了，请过一分钟再试。', 'Too many sign-ins; try again in a minute.']
  };
  var OTHERWISE = ['登录没有成功，请重试。', 'Signing in did not work: try again.'];
  function say(code) {
    var words = Object.prototype.hasOwnProperty.call(WORDS, code) ? WORDS[code] : OTHERWISE;
    document.title = words[0];
    document.getElementById('zh').textContent = words[0];
    document.getElementById('en').textContent = words[1];
    document.getElementById('again').hidden = false;
  }
  if (found === null || found[1] === 'refusal') { say(found === null ? '' : found[2]); return; }
  fetch(location.pathname, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ticket: found[2] }), credentials: 'same-origin', redirect: 'error' })
    .then(function (response) { return response.json(); })
    .then(function (reply) {
      if (reply.ok && /^\\/(?!\\/)/.test(reply.value.next)) location.replace(reply.value.next);
      else say(reply.ok ? '' : reply.refusal.code);
    })
    .catch(function () { say(''); });
})();
`;
