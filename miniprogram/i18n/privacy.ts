// The words of the consent sheet, and around the privacy policy.

export interface PrivacyWords {
  title: string;
  sheetTitle: string;
  /** What is stored and why. */
  what: readonly string[];
  read: string;
  /** The policy's name, which leads to it. */
  policy: string;
  agree: string;
  disagree: string;
  version: string;
  /** Leads to WeChat's own page about this mini program. */
  contract: string;
  noContract: string;
  /** The cloud wants another version of the policy than this mini program has. */
  tooOld: string;
}

export const zhPrivacy: PrivacyWords = {
  title: '隐私政策',
  sheetTitle: '保存之前，先征得你的同意',
  what: [
    '昵称和头像：用来在这里显示你，由你自己选择。',
    '手机号：加密保存，用来在需要时联系到你，显示时只露出后几位。',
    '登录记录：时间、设备和部分网络地址，让你能发现不是自己的登录。',
  ],
  read: '详细内容见',
  policy: '《隐私政策》',
  agree: '同意',
  disagree: '不同意',
  version: '版本',
  contract: '微信的《用户隐私保护指引》',
  noContract: '这个版本的微信打不开它',
  tooOld: '隐私政策已更新，这个版本的小程序还没有新的内容。请更新小程序后再试，这次没有保存。',
};

export const enPrivacy: PrivacyWords = {
  title: 'Privacy policy',
  sheetTitle: 'Before anything of yours is stored',
  what: [
    'Nickname and picture: they show you here, and you choose them yourself.',
    'Phone number: kept encrypted, so that you can be reached where needed; only its last digits are ever shown.',
    'Sign-ins: time, device and part of the network address, so that you can notice one that was not yours.',
  ],
  read: 'All of it is in our',
  policy: 'privacy policy',
  agree: 'Agree',
  disagree: 'Disagree',
  version: 'Version',
  contract: 'WeChat’s privacy page for this mini program',
  noContract: 'This WeChat cannot open it',
  tooOld: 'The privacy policy has changed and this version does not have it yet. Please update the mini program; nothing was stored.',
};
