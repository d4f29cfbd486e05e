// The app_tokens collection: a row per credential, sealed. Whoever wants to write takes the row's next fence first.
import { appId } from '../../auth/ids';
import type { CredentialChange, CredentialId, CredentialRecord, Credentials, Failing, Renewal } from '../../auth/app-token/ports';
import type { Sealed } from '../../auth/ports';
import type { CredentialKind, TokenEndpoint } from '../../contract/app-token';
import { must } from './documents';
import type { Commands } from './operations';
import { add, findOne, findWhere, updateOne } from './operations';

const COLLECTION = 'app_tokens';
/** More rows than WECHAT_APPS can name in 4 KB. */
const MOST = 100;

interface CredentialDocument {
  _id: string; appid: string; kind: CredentialKind; endpoint: TokenEndpoint; fence: number; leasedUntil: Date | null;
  current: { sealed: Sealed; obtainedAt: Date; expiresAt: Date } | null; renewAt: Date; failing: Failing | null; seenAt: Date;
  forced: Date[]; renewals: (Omit<Renewal, 'at'> & { at: Date })[]; overtaken: Date[]; chained: number; hurriedAt: Date;
}

const idOf = ({ appId: app, kind }: CredentialId): string => (kind === 'access-token' ? app : `${app}:${kind}`);

export const credentials: Credentials = {
  find: async (id) => {
    const document = await findOne<CredentialDocument>(COLLECTION, idOf(id));
    return document === null ? null : readRecord(document);
  },

  all: async () => (await findWhere<CredentialDocument>(COLLECTION, (command) => ({ fence: command.gt(0) }), MOST)).map(readRecord),

  lease: async (id, read, { until, now, endpoint }) => {
    if (read === null) return (await add(COLLECTION, blank(id, endpoint, { until, now }))) ? 1 : null;
    const { fence, leasedUntil } = read;
    // Each write of a holder changes `leasedUntil`: what it wrote after this row was read is not overwritten by what was made of the old one.
    const where = { _id: idOf(id), fence, leasedUntil: leasedUntil === null ? null : new Date(leasedUntil) };
    return (await updateOne(COLLECTION, () => where, (command) => ({ fence: command.inc(1), leasedUntil: new Date(until) }))) ? fence + 1 : null;
  },

  write: (id, fence, change) => updateOne(COLLECTION, () => ({ _id: idOf(id), fence }), (command) => written(change, command)),

  hurry: async (id, now) => { await updateOne(COLLECTION, () => ({ _id: idOf(id) }), () => ({ hurriedAt: new Date(now) })); },

  touch: async (id, now) => { await updateOne(COLLECTION, () => ({ _id: idOf(id) }), () => ({ seenAt: new Date(now) })); },

  markChained: async (id, fence) => { await updateOne(COLLECTION, () => ({ _id: idOf(id) }), () => ({ chained: fence })); },
};

/** The lease of a credential that nobody has asked for before. */
function blank(id: CredentialId, endpoint: TokenEndpoint, { until, now }: { until: number; now: number }): CredentialDocument {
  return {
    _id: idOf(id), appid: id.appId, kind: id.kind, endpoint, fence: 1, leasedUntil: new Date(until), current: null, renewAt: new Date(now), failing: null, seenAt: new Date(now),
    forced: [], renewals: [], overtaken: [], chained: 0, hurriedAt: new Date(0),
  };
}

/** Objects and lists are set whole: the SDK would merge the one and append nothing to the other. */
function written({ leasedUntil, renewAt, seenAt, current, forced, renewals, overtaken, failing, endpoint }: CredentialChange, command: Commands): Record<string, unknown> {
  return {
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(leasedUntil === undefined ? {} : { leasedUntil: leasedUntil === null ? null : new Date(leasedUntil) }),
    ...(renewAt === undefined ? {} : { renewAt: new Date(renewAt) }),
    ...(seenAt === undefined ? {} : { seenAt: new Date(seenAt) }),
    ...(current === undefined ? {} : { current: command.set(current === null ? null : { ...current, obtainedAt: new Date(current.obtainedAt), expiresAt: new Date(current.expiresAt) }) }),
    ...(failing === undefined ? {} : { failing: command.set(failing) }),
    ...(forced === undefined ? {} : { forced: command.set(forced.map((at) => new Date(at))) }),
    ...(renewals === undefined ? {} : { renewals: command.set(renewals.map((renewal) => ({ ...renewal, at: new Date(renewal.at) }))) }),
    ...(overtaken === undefined ? {} : { overtaken: command.set(overtaken.map((at) => new Date(at))) }),
  };
}

function readRecord({ appid, kind, current, leasedUntil, renewAt, seenAt, hurriedAt, forced, renewals, overtaken, ...plain }: CredentialDocument): CredentialRecord {
  return {
    id: { appId: must(appId(appid)), kind }, endpoint: plain.endpoint, fence: plain.fence, failing: plain.failing, chained: plain.chained,
    leasedUntil: leasedUntil?.getTime() ?? null, renewAt: renewAt.getTime(), seenAt: seenAt.getTime(), hurriedAt: hurriedAt.getTime(),
    current: current === null ? null : { sealed: current.sealed, obtainedAt: current.obtainedAt.getTime(), expiresAt: current.expiresAt.getTime() },
    forced: forced.map((at) => at.getTime()), renewals: renewals.map((renewal) => ({ ...renewal, at: renewal.at.getTime() })), overtaken: overtaken.map((at) => at.getTime()),
  };
}
