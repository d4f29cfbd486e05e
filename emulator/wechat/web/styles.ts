// How WeChat's pages look: grey or white ground, one column, its green.

export const STYLESHEET = `
* { box-sizing: border-box; }
html, body { min-height: 100%; margin: 0; }
body { display: flex; flex-direction: column; align-items: center; background: #fff; color: #191919; font: 16px/1.6 -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Zen Hei", system-ui, sans-serif; }
h1, p, ul { margin: 0; padding: 0; }
.alone { justify-content: center; min-height: 100vh; background: #f2f2f2; }

.login { display: flex; flex-direction: column; align-items: center; width: 100%; max-width: 480px; padding: 0 10px; text-align: center; }
.alone .login { margin: 24px 0; padding: 40px 20px; border-radius: 8px; background: #fff; }
.alone .login { width: calc(100% - 32px); }
.login__title { margin-bottom: 16px; font-size: 20px; font-weight: 400; line-height: 1.6; }
.login__code { width: 100%; max-width: 282px; padding: 0; border: 1px solid #e2e2e2; background: #fff; line-height: 0; }
.qrcode__image { width: 100%; height: auto; }
.login__words { margin-top: 14px; max-width: 300px; font-size: 14px; }
.login__words p { display: none; }
.login__app { font-weight: 500; overflow-wrap: anywhere; }
.login[data-status="waiting"] [data-when="waiting"], .login[data-status="scanned"] [data-when="scanned"], .login[data-status="confirmed"] [data-when="scanned"],
.login[data-status="refused"] [data-when="refused"], .login[data-status="expired"] [data-when="expired"] { display: block; }
.login[data-status="expired"] .qrcode__image, .login[data-status="scanned"] .qrcode__image, .login[data-status="confirmed"] .qrcode__image { opacity: 0.12; }
.link { padding: 2px 6px; border: 0; background: none; color: #576b95; font: inherit; cursor: pointer; }
.embedded { background: transparent; }
.white-words.embedded { color: #fff; }
.lite .login__title { display: none; }
.lite .login { min-width: 220px; padding: 0; }
.lite .login__code { max-width: 180px; border-radius: 4px; }
.lite .login__words { max-width: 220px; font-size: 12px; }
.scheme-dark { color: #e5e5e5; color-scheme: dark; }
.scheme-dark.alone { background: #191919; }
.scheme-dark.alone .login { background: #232323; }
.scheme-dark .login__code { border-color: #3a3a3a; }
@media (prefers-color-scheme: dark) {
  .scheme-auto { color: #e5e5e5; color-scheme: dark; }
  .scheme-auto.alone { background: #191919; }
  .scheme-auto.alone .login { background: #232323; }
  .scheme-auto .login__code { border-color: #3a3a3a; }
}

.notice { max-width: 420px; padding: 64px 24px 40px; text-align: center; overflow-wrap: anywhere; }
.notice h1 { margin-bottom: 8px; font-size: 20px; font-weight: 400; }
.notice p { color: #737373; font-size: 14px; }
.notice__sign { display: inline-block; width: 64px; height: 64px; margin-bottom: 24px; border-radius: 50%; background: #10aeff; color: #fff; font-size: 40px; line-height: 64px; }
.notice__sign--done { background: #07c160; }
.notice--error .notice__sign { background: #fa5151; }
.notice [lang="en"] { display: block; }
.local { margin-top: 48px; padding-top: 20px; border-top: 1px solid #e5e5e5; }
.people { display: flex; flex-wrap: wrap; justify-content: center; gap: 8px; margin-top: 12px; }
.as { padding: 4px 16px; border-radius: 4px; background: #f2f2f2; color: #576b95; text-decoration: none; }

.consent { display: flex; flex-direction: column; width: 100%; max-width: 420px; min-height: 100vh; padding: 64px 24px 40px; }
.consent[hidden], .notice[hidden] { display: none; }
.consent__app { font-size: 22px; font-weight: 500; overflow-wrap: anywhere; }
.consent__asks { margin-top: 4px; font-size: 17px; }
.consent__wants { margin-top: 28px; padding-left: 18px; color: #737373; font-size: 15px; }
.consent__person { display: flex; align-items: center; gap: 12px; margin-top: 28px; padding: 14px 0; border-top: 1px solid #e5e5e5; border-bottom: 1px solid #e5e5e5; }
.consent__person span { min-width: 0; overflow-wrap: anywhere; }
.consent__person small { display: block; color: #b2b2b2; font-size: 13px; }
.consent__picture { flex: none; border-radius: 4px; }
.consent__answers { display: flex; justify-content: center; gap: 16px; margin-top: auto; padding-top: 48px; }
.button { flex: 1; max-width: 184px; min-height: 44px; padding: 8px 16px; border: 0; border-radius: 4px; font-family: inherit; font-size: 17px; font-weight: 500; cursor: pointer; }
.button--allow { background: #07c160; color: #fff; }
.button--refuse { background: #f2f2f2; color: #07c160; }
.button:focus-visible, .link:focus-visible, .as:focus-visible { outline: 2px solid #10aeff; outline-offset: 2px; }
`;
