// WeChat's own questions to the person: which picture, which number, privacy. The mini program draws none of them.
import { type AvatarChoice, avatarSheet } from './avatar-sheet';
import { type HalfScreen, openHalfScreen } from './half-screen';
import { holderOf } from './person';
import { phoneNumberSheet } from './phone-number-sheet';
import { privacyContract } from './privacy-contract';
import { privacyPopup } from './privacy-popup';

export interface Sheets {
  chooseAvatar(): Promise<AvatarChoice>;
  /** Whether the mini program may have her number. */
  phoneNumber(): Promise<boolean>;
  privacyPopup(contract: string): Promise<boolean>;
  /** Resolves once it is closed. */
  privacyContract(contract: string): Promise<void>;
}

export interface SheetsPorts { place: HTMLElement; behind: HTMLElement[]; person: string; appName: string }

function openContract(screen: HalfScreen, appName: string, contract: string): Promise<void> {
  return screen.ask<void>('privacy-contract', (answered) => privacyContract(appName, contract, answered), undefined);
}

export function openSheets({ place, behind, person, appName }: SheetsPorts): Sheets {
  const screen = openHalfScreen(place, behind);
  return {
    async chooseAvatar() {
      const holder = await holderOf(person);
      return screen.ask<AvatarChoice>('choose-avatar', (answered) => avatarSheet(holder?.avatarUrl ?? '', answered), null);
    },
    async phoneNumber() {
      const holder = await holderOf(person);
      return screen.ask<boolean>('phone-number-sheet', (answered) => phoneNumberSheet(appName, holder?.phone ?? null, answered), false);
    },
    privacyPopup: (contract) => screen.ask<boolean>('privacy-popup', (answered) => privacyPopup({ appName, contract, openContract: () => { void openContract(screen, appName, contract); } }, answered), false),
    privacyContract: (contract) => openContract(screen, appName, contract),
  };
}
