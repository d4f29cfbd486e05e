// The check that the phone's nickname keyboard makes when the field is left.
import type { PhoneAnswer, PhoneCall } from '../phone/call';
import { judge } from './test-words';

/** Named by the phone's own error words, `reviewNickname:fail …`. A text that only a human could judge passes here: the server asks again. */
export function reviewNickname({ args }: PhoneCall): PhoneAnswer {
  const { nickname } = args;
  if (typeof nickname !== 'string') return { ok: false, error: { errMsg: 'reviewNickname:fail invalid nickname' } };
  return { ok: true, result: { pass: judge(nickname).suggest !== 'risky', errMsg: 'reviewNickname:ok' } };
}
