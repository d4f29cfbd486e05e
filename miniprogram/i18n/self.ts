// The words of what a person shows of herself: picture, nickname, phone number.
import type { RefusalCode } from '../../contract/reply';
import type { NoNumber } from '../services/phone-number';

/** What an attempt on the profile page was about. */
export type Matter = 'picture' | 'nickname' | 'phone' | 'import';

export interface SelfWords {
  choosePicture: string;
  phone: string;
  noPhone: string;
  bindPhone: string;
  changePhone: string;
  /** Under the button whose tap agrees to WeChat's privacy agreement as well. */
  bindingAgrees: string;
  done: Record<Matter, string>;
  /** Where a number stood before. */
  phoneChanged: string;
  /** On the button of what is under way. */
  saving: string;
  binding: string;
  nicknameIsFull: string;
  /** Where a refusal says more for one matter than for the others. */
  refusals: Record<Matter, Partial<Record<RefusalCode, string>>>;
  noNumber: Record<Exclude<NoNumber, 'denied'>, string>;
}

export const zhSelf: SelfWords = {
  choosePicture: '更换头像',
  phone: '手机号',
  noPhone: '未绑定',
  bindPhone: '绑定',
  changePhone: '更换',
  bindingAgrees: '绑定即表示同意',
  done: { picture: '头像已更新', nickname: '资料已更新', phone: '手机号已绑定', import: '资料已更新' },
  phoneChanged: '手机号已更换',
  saving: '保存中…',
  binding: '处理中…',
  nicknameIsFull: '昵称最多 32 个字',
  refusals: {
    picture: {
      declined: '这张图片没有通过微信的内容审核，没有保存，请换一张。',
      'wechat-unavailable': '暂时无法请微信审核这张图片，没有保存，请稍后再试。',
      'not-found': '图片读不出来，或超过 1 MB，没有保存，请换一张。',
    },
    nickname: {
      declined: '这个昵称没有通过微信的内容审核，请换一个。',
      'wechat-unavailable': '暂时无法请微信审核这个昵称，没有保存，请稍后再试。',
    },
    phone: {
      'code-invalid': '这次授权已过期，请再点一次按钮。',
      'code-used': '这次授权已用过，请再点一次按钮。',
      'wechat-unavailable': '暂时连不上微信，手机号没有保存，请稍后再点一次按钮。',
      'wechat-busy': '微信繁忙，手机号没有保存，请稍后再点一次按钮。',
    },
    import: {},
  },
  noNumber: {
    quota: '这个小程序的手机号验证次数用完了，请稍后再试。',
    privacy: '你没有同意隐私保护指引，所以没有取得手机号。',
    unavailable: '这里暂时不能验证手机号。',
  },
};

export const enSelf: SelfWords = {
  choosePicture: 'Change picture',
  phone: 'Phone number',
  noPhone: 'None',
  bindPhone: 'Add',
  changePhone: 'Change',
  bindingAgrees: 'By adding it you agree to our',
  done: { picture: 'Your picture is up to date', nickname: 'Your profile is up to date', phone: 'Your phone number is added', import: 'Your profile is up to date' },
  phoneChanged: 'Your phone number is changed',
  saving: 'Saving…',
  binding: 'One moment…',
  nicknameIsFull: 'A nickname has at most 32 characters',
  refusals: {
    picture: {
      declined: 'WeChat’s content check does not let this picture pass. It was not stored; choose another.',
      'wechat-unavailable': 'WeChat could not check this picture right now. It was not stored; try again later.',
      'not-found': 'The picture cannot be read or is larger than 1 MB. It was not stored; choose another.',
    },
    nickname: {
      declined: 'WeChat’s content check does not let this nickname pass; choose another.',
      'wechat-unavailable': 'WeChat could not check this nickname right now. It was not stored; try again later.',
    },
    phone: {
      'code-invalid': 'This permission has expired. Please tap the button again.',
      'code-used': 'This permission was already used. Please tap the button again.',
      'wechat-unavailable': 'WeChat cannot be reached. The number was not stored; tap the button again later.',
      'wechat-busy': 'WeChat is busy. The number was not stored; tap the button again later.',
    },
    import: {},
  },
  noNumber: {
    quota: 'This mini program has used up its phone number checks. Please try again later.',
    privacy: 'You did not agree to the privacy agreement, so no number was given.',
    unavailable: 'Phone numbers cannot be checked here right now.',
  },
};
