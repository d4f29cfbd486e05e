// WeChat's own questions to the person: which picture, which number, privacy. The mini program draws none of them.
import { type AvatarChoice, avatarSheet } from './avatar-sheet';
import { contactSheet } from './contact-sheet';
import { type HalfScreen, openHalfScreen } from './half-screen';
import type { Layers } from './layers';
import { holderOf, othersThan } from './person';
import { phoneNumberSheet } from './phone-number-sheet';
import { privacyContract } from './privacy-contract';
import { privacyPopup } from './privacy-popup';
import type { ShareCard } from './share';
import { shareSheet } from './share-sheet';

export interface Sheets {
  chooseAvatar(): Promise<AvatarChoice>;
  /** Whether the mini program may have her number; no, where the page that asks is gone before the sheet is there. */
  phoneNumber(isSeen: () => boolean): Promise<boolean>;
  privacyPopup(contract: string): Promise<boolean>;
  /** Resolves once it is closed. */
  privacyContract(contract: string): Promise<void>;
  /** Resolves when she is back. */
  contact(): Promise<void>;
  /** Resolves once the card is sent or kept. */
  share(card: ShareCard): Promise<void>;
}

export interface SheetsPorts { place: HTMLElement; layers: Layers; person: string; appName: string; appid: string }

function openContract(screen: HalfScreen, appName: string, contract: string): Promise<void> {
  return screen.ask<void>('privacy-contract', (answered) => privacyContract(appName, contract, answered), undefined);
}

export function openSheets({ place, layers, person, appName, appid }: SheetsPorts): Sheets {
  const screen = openHalfScreen(place, layers);
  return {
    chooseAvatar: () => screen.ask<AvatarChoice>('choose-avatar', (answered) => avatarSheet(`/emulator/avatars/${person}.png`, answered), null),
    async phoneNumber(isSeen) {
      const holder = await holderOf(person);
      if (!isSeen()) return false;
      return screen.ask<boolean>('phone-number-sheet', (answered) => phoneNumberSheet(appName, holder?.phone ?? null, answered), false);
    },
    privacyPopup: (contract) => screen.ask<boolean>('privacy-popup', (answered) => privacyPopup({ appName, contract, openContract: () => { void openContract(screen, appName, contract); } }, answered), false),
    privacyContract: (contract) => openContract(screen, appName, contract),
    contact: () => screen.ask<void>('contact', contactSheet, undefined),
    async share(card) {
      const recipients = await othersThan(person);
      await screen.ask<void>('share', (close) => shareSheet({ card, appName, appid, recipients, close: () => close() }), undefined);
    },
  };
}
