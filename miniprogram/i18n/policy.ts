// The privacy policy itself. What the functions store stands behind every sentence: change both together, and POLICY_VERSION with them.

export interface Section { title: string; lines: readonly string[] }
export interface Policy { title: string; sections: readonly Section[] }

const zh: Policy = {
  title: '隐私政策',
  sections: [
    { title: '我们保存什么', lines: [
      '微信给这个小程序的标识（openid；绑定了开放平台时还有 unionid）：没有它就认不出你。',
      '你自己填写的昵称、选择的头像。',
      '你主动绑定的手机号。它加密保存，另存一个不能还原的摘要用于查找。',
      '如果你第一次登录是由朋友的邀请而来：是谁邀请的。',
      '每次登录的时间、设备型号、网络地址的前几段，以及退出、下线、注销等安全事件。',
      '你同意本政策的版本、时间和地点（在哪个小程序里、哪个操作）。',
    ] },
    { title: '用来做什么', lines: [
      '让你登录，并在不同设备上认出同一个你。',
      '显示你的昵称和头像；在需要时通过手机号联系你；告诉你是谁邀请了你、有多少人由你邀请。',
      '让你查看登录设备和记录，发现不是自己的登录。',
      '我们不卖你的信息，不用于广告，手机号不会单独用来登录或合并账号。',
    ] },
    { title: '保存多久', lines: [
      '昵称、头像、手机号：直到你更换，或账号被删除。',
      '登录：30 天不用自动失效，最长 90 天。',
      '登录与安全记录：账号存在期间保留，供你查看。账号删除后不再含有你是谁、什么设备、什么地址，只留下时间、事件种类和校验码，用来证明记录没有被改动。',
      '申请注销后等待 15 天，期间可以保留账号；到期后删除，只留下不能指向你的编号和校验用的摘要。',
    ] },
    { title: '交给谁', lines: [
      '数据保存在微信云开发的服务器上。昵称和头像会请微信做内容审核，手机号由微信提供。',
      '除法律要求外，不交给其他人。',
    ] },
    { title: '你可以做什么', lines: [
      '在“我的资料”里查看和更改；在“账号与隐私”里查看记录、导出全部信息、注销账号。',
      '可以不同意本政策：不填昵称、头像和手机号，照样可以登录使用。',
      '有疑问请通过小程序资料页里的客服联系我们。',
    ] },
  ],
};

const en: Policy = {
  title: 'Privacy policy',
  sections: [
    { title: 'What we keep', lines: [
      'The id by which WeChat names you to this mini program (openid; with an open platform also a unionid). Without it you cannot be recognised.',
      'The nickname and the picture that you choose yourself.',
      'The phone number that you add. It is kept encrypted, with a digest beside it that cannot be turned back, for lookups.',
      'Who invited you, if a friend’s invitation led to your first sign-in.',
      'Time, device model and the first parts of the network address of each sign-in, and security events such as signing out or closing.',
      'That you agreed to this policy: its version, when, and where (in which mini program, doing what).',
    ] },
    { title: 'What for', lines: [
      'To let you sign in and know you as the same person on every device.',
      'To show your nickname and picture, to reach you by phone where needed, and to tell you who invited you and how many you invited.',
      'To let you see devices and history, and notice a sign-in that was not yours.',
      'Nothing is sold or used for advertising. A phone number alone never signs in or merges accounts.',
    ] },
    { title: 'For how long', lines: [
      'Nickname, picture and phone number: until you change them or the account is erased.',
      'Sign-ins: they end after 30 days without use, after 90 days at the latest.',
      'Sign-in and security records: as long as the account exists, for you to see. After the erasure they no longer tell who, which device or from where; time, kind and check digests stay, to prove that nothing was altered.',
      'A closed account waits 15 days, in which you can keep it. Then it is erased; a number that does not point to you and digests for checking remain.',
    ] },
    { title: 'Who else', lines: [
      'The data lies on the servers of WeChat’s cloud. Nickname and picture are checked by WeChat, the phone number comes from WeChat.',
      'Nobody else gets it, unless the law demands it.',
    ] },
    { title: 'What you can do', lines: [
      'See and change it under “My profile”; see the history, export everything or close the account under “Account and privacy”.',
      'You may disagree: without nickname, picture and phone number you can sign in and use everything else.',
      'Questions go to the support contact on this mini program’s information page.',
    ] },
  ],
};

/** Chinese for every kind of it, English for all other languages. */
export function policyIn(language: string): Policy {
  return language.toLowerCase().startsWith('zh') ? zh : en;
}
