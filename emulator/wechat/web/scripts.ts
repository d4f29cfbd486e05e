// What WeChat's pages run in a browser, each served as a file of its own.

/** Shows how the scan goes, by WeChat's own long poll (a script that sets wx_errcode and wx_code), and leaves when it was confirmed. */
const QRCONNECT = `(function () {
  'use strict';
  var login = document.getElementById('login');
  if (!login) return;
  var last = '';
  var SHOWN = { 408: 'waiting', 404: 'scanned', 403: 'refused', 402: 'expired', 405: 'confirmed' };

  function go(address) {
    (login.dataset.selfRedirect === 'true' ? window : window.top).location.href = address;
  }
  function heard() {
    var errcode = window.wx_errcode;
    login.dataset.status = SHOWN[errcode] || login.dataset.status;
    if (errcode === 405) return go(login.dataset.before + window.wx_code + login.dataset.after);
    if (errcode === 402) return;
    if (errcode === 403 && login.dataset.refusal) return go(login.dataset.refusal);
    last = errcode === 408 ? '' : String(errcode);
    poll();
  }
  function poll() {
    var script = document.createElement('script');
    script.src = 'l/qrconnect?uuid=' + login.dataset.uuid + (last ? '&last=' + last : '') + '&_=' + Date.now();
    script.onload = function () { script.remove(); heard(); };
    script.onerror = function () { script.remove(); setTimeout(poll, 2000); };
    document.head.appendChild(script);
  }
  document.getElementById('refresh').addEventListener('click', function () { window.location.reload(); });
  // A script that is still awaited would keep the page from being loaded.
  window.addEventListener('load', function () { setTimeout(poll, 0); });
})();
`;

/** A server never sees the fragment, so the page looks whether it is there: without it WeChat does not go on. */
const AUTHORIZE = `(function () {
  'use strict';
  var authorize = document.getElementById('authorize');
  if (!authorize) return;
  if (window.location.hash !== '#wechat_redirect') {
    document.getElementById('no-fragment').hidden = false;
    return;
  }
  if (authorize.dataset.landing) window.location.replace(authorize.dataset.landing);
  else authorize.hidden = false;
})();
`;

/** The way back is this very address, with its fragment. */
const OUTSIDE = `(function () {
  'use strict';
  document.querySelectorAll('a.as').forEach(function (link) {
    link.href += '&to=' + encodeURIComponent(window.location.href);
  });
})();
`;

export const SCRIPTS: ReadonlyMap<string, string> = new Map([['qrconnect.js', QRCONNECT], ['authorize.js', AUTHORIZE], ['outside.js', OUTSIDE]]);
