// The document of a phone: nothing but the runtime, its styles and the compiled mini program.

const FROM = '/emulator/preview';

/** `mark` changes with the build, so that no browser keeps an old one. */
export function phonePage(mark: string): string {
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>小程序 Mini program</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${FROM}/builtins.css">
<link rel="stylesheet" href="${FROM}/app.css?${mark}">
<link rel="stylesheet" href="${FROM}/shell.css">
<script defer src="${FROM}/app.js?${mark}"></script>
<script defer src="${FROM}/runtime.js"></script>
</head>
<body></body>
</html>
`;
}

// Inline styles are what WXML's style="" becomes; nothing but our own files may run.
export const PAGE_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src * data: blob:; media-src * data: blob:; base-uri 'none'; form-action 'none'";
