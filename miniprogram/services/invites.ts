// Invitations: the code that brought somebody here, who that was, and the person's own code to share.
import type { Invitations } from '../../contract/doors';
import type { Ms } from '../../contract/reply';
import { type CallFunction, isOffline } from './cloud';
import { inviteCodeOf, type OpenedWith } from './opened-with';
import type { Answer, Session } from './session';
import { singleFlight } from './single-flight';
import type { Account, AccountStore, BroughtStore, Inviter, SignedInAccount } from './storage';

export interface InvitesPorts { callFunction: CallFunction; session: Pick<Session, 'account' | 'withSession'>; store: AccountStore; brought: BroughtStore; now(): Ms }

export interface Invites {
  /** Keeps the code that a card or a mini-program code brought, until the next sign-in; the latest counts. */
  came(openedWith: OpenedWith): void;
  /** Her own code as far as this phone has one that is good for a while; asks nothing. */
  knownCode(): string | null;
  /** Her own code, from the cloud where need be; `null` where there is none to be had. Never throws. */
  code(): Promise<string | null>;
  /** Whoever brought her, as far as this phone knows; asks nothing. */
  inviter(): Inviter | null;
  /** After a first sign-in that carried a code: asks once who brought her. Otherwise nothing. Never throws. */
  learnInviter(): Promise<void>;
  /** Who brought her, and how many she brought. @throws Offline */
  invitations(): Promise<Answer<Invitations>>;
}

/** A card is opened hours after it was sent. */
const GOOD_FOR_MS = 24 * 60 * 60_000;

export function openInvites(ports: InvitesPorts): Invites {
  return {
    came(openedWith) {
      const inviteCode = inviteCodeOf(openedWith);
      if (inviteCode !== null) ports.brought.write(inviteCode);
    },
    knownCode: () => knownCode(ports),
    code: singleFlight(async () => knownCode(ports) ?? quietly(() => askCode(ports))),
    inviter: () => inviter(ports),
    learnInviter: singleFlight(async () => { if (isUnasked(ports)) await quietly(() => askInviter(ports)); }),
    invitations: () => invitations(ports),
  };
}

function knownCode({ session, now }: InvitesPorts): string | null {
  const account = session.account();
  if (account.kind !== 'signed-in' || account.invite === undefined) return null;
  return account.invite.expiresAt - GOOD_FOR_MS > now() ? account.invite.inviteCode : null;
}

function inviter({ session }: InvitesPorts): Inviter | null {
  const account = session.account();
  return account.kind === 'signed-in' && account.inviter !== undefined && account.inviter !== 'unasked' ? account.inviter : null;
}

function isUnasked({ session }: InvitesPorts): boolean {
  const account = session.account();
  return account.kind === 'signed-in' && account.inviter === 'unasked';
}

async function askCode(ports: InvitesPorts): Promise<string | null> {
  const { callFunction, session } = ports;
  const asking = session.account();
  const answer = await session.withSession((accessToken) => callFunction('account', { action: 'invite', accessToken }));
  if (answer.kind !== 'value') return null;
  change(ports, asking, (account) => ({ ...account, invite: answer.value }));
  return answer.value.inviteCode;
}

/** A refusal answers it too: she is not asked about again at every start. */
async function askInviter(ports: InvitesPorts): Promise<null> {
  const asking = ports.session.account();
  const answer = await invitations(ports);
  const invitedBy = answer.kind === 'value' ? answer.value.invitedBy : null;
  change(ports, asking, ({ inviter: _, ...account }) => ({ ...account, ...(invitedBy !== null && { inviter: invitedBy }) }));
  return null;
}

function invitations({ callFunction, session }: InvitesPorts): Promise<Answer<Invitations>> {
  return session.withSession((accessToken) => callFunction('account', { action: 'invitations', accessToken }));
}

/** A late answer brings nobody back, and is nobody else's. */
function change({ store }: InvitesPorts, asking: Account, next: (account: SignedInAccount) => SignedInAccount): void {
  const account = store.read();
  if (account.kind === 'signed-in' && asking.kind === 'signed-in' && account.user.id === asking.user.id) store.write(next(account));
}

async function quietly<T>(ask: () => Promise<T | null>): Promise<T | null> {
  try {
    return await ask();
  } catch (failure) {
    if (!isOffline(failure)) console.error(failure);
    return null;
  }
}
