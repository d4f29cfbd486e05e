// Lists the tags of a WXML text with their lines; comments, attribute values and the code inside <wxs> are passed over.

export interface Tag { name: string; line: number }

const TOKEN = /<!--[\s\S]*?-->|\{\{[\s\S]*?\}\}|<\/[^>]*>|<([a-zA-Z][\w.-]*)((?:\{\{[\s\S]*?\}\}|"[^"]*"|'[^']*'|[^>"'])*)>/g;

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

function withoutWxsCode(wxml: string): string {
  return wxml.replace(/(<wxs\b[^>]*[^/>]>)([\s\S]*?)(<\/wxs>)/g, (_, open: string, code: string, close: string) => open + code.replace(/[^\n]/g, ' ') + close);
}

export function tagsOf(wxml: string): Tag[] {
  const text = withoutWxsCode(wxml);
  return [...text.matchAll(TOKEN)].flatMap((match) => (match[1] ? [{ name: match[1], line: lineAt(text, match.index) }] : []));
}
