// A chosen nickname: normalised, checked, and stored only once it passed.
import { updateProfile } from '../../../auth/profile/update';
import type { ContentVerdict } from '../../../auth/profile/ports';
import { signIn } from '../../../auth/sign-in/sign-in';
import { A_TAP, ALICE, APP, BOB, aWorld, codeOf, granted } from '../a-world';

async function anEditor(verdict: ContentVerdict = 'pass') {
  const base = aWorld();
  const checked: string[] = [];
  const world = { ...base, contentCheck: { ...base.contentCheck, text: async (_writer: unknown, text: string) => { checked.push(text); return verdict; } } };
  const { accessToken } = granted(await signIn(base, APP, ALICE, A_TAP));
  return { rows: base.rows, checked, rename: (nickname: string | null, caller = ALICE) => updateProfile(world, APP, caller, accessToken, { nickname, avatarFileId: null, policyVersion: null }) };
}

const stored = ({ rows }: Awaited<ReturnType<typeof anEditor>>) => [...rows.users.values()][0]?.nickname;

test('[PR-8] a nickname is checked as it will be stored, and stored as it was checked', async () => {
  const editor = await anEditor();
  expect(granted(await editor.rename('  A\u0000lice 🌸 ')).user.nickname).toBe('Alice 🌸');
  expect([stored(editor), editor.checked]).toEqual(['Alice 🌸', ['Alice 🌸']]);
});

test.each([['risky', 'declined'], ['unavailable', 'wechat-unavailable']] as const)('[PR-8] with the check %s nothing is stored and the answer is %s', async (verdict, code) => {
  const editor = await anEditor(verdict);
  expect(codeOf(await editor.rename('Alice'))).toBe(code);
  expect(stored(editor)).toBeNull();
});

test.each(['', '   ', '\u202e'])('[PR-8] of %j nothing remains: bad-request, and nothing is asked', async (nickname) => {
  const editor = await anEditor();
  expect([codeOf(await editor.rename(nickname)), editor.checked]).toEqual(['bad-request', []]);
});

test('[PR-8] what is left out, or is the same already, changes nothing and asks nothing', async () => {
  const editor = await anEditor();
  await editor.rename('Alice');
  expect([granted(await editor.rename(null)).user.nickname, granted(await editor.rename('Alice')).user.nickname, editor.checked.length]).toEqual(['Alice', 'Alice', 1]);
});

test('[SE-3] another caller changes nothing with this token', async () => {
  const editor = await anEditor();
  expect(codeOf(await editor.rename('Mallory', BOB))).toBe('token-invalid');
  expect(stored(editor)).toBeNull();
});
