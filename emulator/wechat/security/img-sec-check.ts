// wxa/img_sec_check: whether a picture may be shown to others.
import type { OpenApiReply } from '../../ports';
import { wxaRefusal } from '../api/errcode';
import { pictureKindOf } from '../pictures';
import { judgePicture } from './test-words';

/** 频率限制 … 图片大小限制: 1M. @see security.imgSecCheck, developers.weixin.qq.com */
const LARGEST_BYTES = 1024 * 1024;
/** `invalid media size rid: …`, as quoted in WeChat's community in 2025. */
const INVALID_MEDIA_SIZE = 40006;
/** As quoted there in 2021 for a media whose contentType was misspelt, so that the SDK sent it as JSON. */
const DATA_FORMAT_ERROR = 47001;
/** WeChat names no code of its own for a picture that is missing or none; this is its general one. */
const INVALID_ARGS = 40097;
const RISKY_CONTENT = 87014;

function bytesOf(media: unknown): Buffer | null {
  if (typeof media !== 'object' || media === null || !('value' in media)) return null;
  return Buffer.isBuffer(media.value) ? media.value : null;
}

function judged({ media }: Record<string, unknown>): number {
  if (media === undefined) return INVALID_ARGS;
  const bytes = bytesOf(media);
  if (bytes === null) return DATA_FORMAT_ERROR;
  if (bytes.length > LARGEST_BYTES) return INVALID_MEDIA_SIZE;
  if (judgePicture(bytes) === 'risky') return RISKY_CONTENT;
  return pictureKindOf(bytes) === null ? INVALID_ARGS : 0;
}

/** Deviation: the published limit of 750 × 1334 pixels is not kept; WeChat's own check lets larger pictures pass, says its community. */
export function imgSecCheck({ now }: { now(): number }, args: Record<string, unknown>): OpenApiReply {
  const errcode = judged(args);
  return errcode === 0 ? { errcode, errmsg: 'ok' } : wxaRefusal(errcode, now());
}
