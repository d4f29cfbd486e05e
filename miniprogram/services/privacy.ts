// One sheet for two questions, WeChat's privacy gate and our own policy: who asks, who shows it, and what the person answered.

/** The calls of `wx` that base libraries from 2.32.3 on have. */
export interface WxPrivacy extends Partial<Pick<WechatMiniprogram.Wx, 'getPrivacySetting' | 'openPrivacyContract'>> {
  onNeedPrivacyAuthorization?(listener: (resolve: ResolvePrivacy) => void): void;
}

/** What WeChat's documentation says of the listener's argument; its typings say something else. */
export type ResolvePrivacy = (choice: { event: 'exposureAuthorization' | 'disagree' } | { event: 'agree'; buttonId: string }) => void;

/** `byWeChat`: the agree button must be WeChat's own kind, which records the agreement there too. */
export interface Sheet { open: boolean; byWeChat: boolean }

/** The id of the sheet's agree button, by which WeChat checks that it was tapped. */
export const AGREE_BUTTON = 'agree-privacy';

export interface PrivacyPorts {
  wx: WxPrivacy;
  /** She agreed: the same tap is her word on our own policy. */
  agreed(): void;
}

export interface Privacy {
  /** The page that is on show, which shows the sheet; gives back what takes it off again. An unanswered question is then a no. */
  attend(show: (sheet: Sheet) => void): () => void;
  /** Opens the sheet, or joins the one that is open. `false` also where no page shows it. */
  ask(): Promise<boolean>;
  agree(): void;
  disagree(): void;
  /** Whether WeChat has a gate here that she has not passed yet. */
  isGateClosed(): Promise<boolean>;
  /** Opens WeChat's own page about this mini program; `false` where it has none. */
  openContract(): Promise<boolean>;
}

interface Question { answered: Promise<boolean>; answer(agreed: boolean): void; byWeChat: boolean }
type Show = (sheet: Sheet) => void;

export function openPrivacy({ wx, agreed }: PrivacyPorts): Privacy {
  let show: Show | null = null;
  let question: Question | null = null;
  let listens = false;

  function put(byWeChat: boolean): Promise<boolean> {
    if (show === null) return Promise.resolve(false);
    question = { ...(question ?? aQuestion()), byWeChat: byWeChat || question?.byWeChat === true };
    show({ open: true, byWeChat: question.byWeChat });
    return question.answered;
  }

  function close(yes: boolean): void {
    const closing = question;
    question = null;
    show?.({ open: false, byWeChat: false });
    if (closing !== null && yes) agreed();
    closing?.answer(yes);
  }

  function leave(page: Show): void {
    if (show !== page) return; // another page has come on show meanwhile
    show = null;
    close(false);
  }

  /** Not before a page can show the sheet: until then WeChat shows its own. */
  function listen(): void {
    if (listens) return;
    listens = true;
    wx.onNeedPrivacyAuthorization?.((resolve) => {
      resolve({ event: 'exposureAuthorization' });
      void put(true).then((yes) => resolve(yes ? { event: 'agree', buttonId: AGREE_BUTTON } : { event: 'disagree' }));
    });
  }

  return {
    attend(page) {
      listen();
      show = page;
      if (question !== null) page({ open: true, byWeChat: question.byWeChat });
      return () => leave(page);
    },
    ask: async () => put(await isGateClosed(wx)),
    agree: () => close(true),
    disagree: () => close(false),
    isGateClosed: () => isGateClosed(wx),
    openContract: () => openContract(wx),
  };
}

function aQuestion(): Omit<Question, 'byWeChat'> {
  let answer: (agreed: boolean) => void = () => undefined;
  const answered = new Promise<boolean>((resolve) => { answer = resolve; });
  return { answered, answer };
}

function isGateClosed(wx: WxPrivacy): Promise<boolean> {
  if (wx.getPrivacySetting === undefined) return Promise.resolve(false);
  return new Promise((resolve) => { wx.getPrivacySetting?.({ success: ({ needAuthorization }) => resolve(needAuthorization), fail: () => resolve(false) }); });
}

function openContract(wx: WxPrivacy): Promise<boolean> {
  if (wx.openPrivacyContract === undefined) return Promise.resolve(false);
  return new Promise((resolve) => { wx.openPrivacyContract?.({ success: () => resolve(true), fail: () => resolve(false) }); });
}
