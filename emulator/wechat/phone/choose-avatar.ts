// The button open-type="chooseAvatar": a picture from WeChat or the album becomes a temporary file of the phone.
import { pictureOf } from '../person-picture';
import { pictureKindOf } from '../pictures';
import { judgePicture } from '../security/test-words';
import type { TemporaryFiles } from '../temporary-files';
import type { PhoneAnswer, PhoneCall } from './call';

const LARGEST_BYTES = 10 * 1024 * 1024;

/** The words behind `chooseAvatar:fail` are ours, here as below: WeChat shows these to the person and fires no event. */
function fail(why: string): PhoneAnswer {
  return { ok: false, error: { errMsg: `chooseAvatar:fail ${why}` } };
}

/** Looks for what does not belong there: a pattern over the whole text runs out of stack at ten megabytes. */
function isBase64(text: unknown): text is string {
  return typeof text === 'string' && text !== '' && text.length % 4 === 0 && !/[^A-Za-z0-9+/]/.test(text.slice(0, -2)) && /^[A-Za-z0-9+/][A-Za-z0-9+/=]$|^==$/.test(text.slice(-2));
}

/**
 * Without `contentBase64` she takes her WeChat picture, else that picture from her album; `fileName` is what the album calls it and is not believed.
 * Deviation: a phone crops and compresses what comes from the album; here it keeps its bytes.
 * From base library 2.24.4 on WeChat checks the content first: a picture that fails never reaches the app.
 * @see 头像昵称填写能力, developers.weixin.qq.com
 */
export function chooseAvatar({ temporaryFiles }: { temporaryFiles: TemporaryFiles }, call: PhoneCall): PhoneAnswer {
  const { contentBase64, fileName } = call.args;
  if (fileName !== undefined && typeof fileName !== 'string') return fail('parameter error: parameter.fileName should be String');
  if (contentBase64 !== undefined && !isBase64(contentBase64)) return fail('parameter error: parameter.contentBase64 should be base64');
  const bytes = contentBase64 === undefined ? pictureOf(call.person) : Buffer.from(contentBase64, 'base64');
  if (bytes.length > LARGEST_BYTES) return fail('file size exceeds 10 MB');
  if (judgePicture(bytes) === 'risky') return fail('content check failed');
  const kind = pictureKindOf(bytes);
  if (kind === null) return fail('not a PNG, JPEG or GIF picture');
  return { ok: true, result: { avatarUrl: temporaryFiles.add(call.person.name, bytes, kind), errMsg: 'chooseAvatar:ok' } };
}
