// Sign-ins that wait for WeChat: documents of `flows`, found by the hash of their state until their time is over.
import { appId, parseFlowId, parseInviteKey } from '../../auth/ids';
import type { FlowId } from '../../auth/ids';
import type { ScanAsked } from '../../auth/scan/ports';
import type { WebFlow, WebFlowStep, WebFlows, WebOutcome } from '../../auth/web/ports';
import type { RefusalCode } from '../../contract/reply';
import { must } from './documents';
import { add, findOne, updateOne } from './operations';

const COLLECTION = 'flows';

interface OutcomeDocument { refusal: RefusalCode | null; sealed: { kid: string; box: string } | null }
interface ScanDocument { ipPrefix: string | null; browser: string | null; matchNumber: string; startedAt: Date; address: string }
/** What came after the first flows were written may be absent while a new version takes over. */
interface WebFlowDocument {
  _id: string; step: `web-${WebFlowStep}`; door: WebFlow['door']; isDirect: boolean; appid: string; scope: string; challenge: string; returnTo: string; browser: string; invite?: string | null; policyVersion?: string | null;
  scan?: ScanDocument | null;
  code: string | null; outcome: OutcomeDocument | null; givenUntil: Date | null; expiresAt: Date;
}

const idOf = (id: FlowId): string => `web:${id}`;

export const webFlows: WebFlows = {
  open: async ({ id, step, door, isDirect, appId: appid, scope, challenge, returnTo, browser, invite, policyVersion, scan, expiresAt }) => {
    const asked = scan === null ? null : scanDocument(scan);
    const document: WebFlowDocument = { _id: idOf(id), step: `web-${step}`, door, isDirect, appid, scope, challenge, returnTo, browser, invite, policyVersion, scan: asked, code: null, outcome: null, givenUntil: null, expiresAt: new Date(expiresAt) };
    await add(COLLECTION, document);
  },

  take: (id, code, now) => updateOne(COLLECTION, (command) => ({ _id: idOf(id), step: 'web-state', expiresAt: command.gt(new Date(now)) }), () => ({ step: 'web-asked', code })),

  find: async (id) => {
    const document = await findOne<WebFlowDocument>(COLLECTION, idOf(id));
    return document === null ? null : readFlow(id, document);
  },

  answer: (id, outcome, givenUntil) => updateOne(COLLECTION, () => ({ _id: idOf(id), step: 'web-asked' }), (command) => ({
    step: 'web-answered', outcome: command.set(outcomeDocument(outcome)), givenUntil: new Date(givenUntil), expiresAt: new Date(givenUntil),
  })),

  claim: (id) => updateOne(COLLECTION, () => ({ _id: idOf(id), step: 'web-answered' }), () => ({ step: 'web-claimed' })),

  unclaim: async (id) => { await updateOne(COLLECTION, () => ({ _id: idOf(id), step: 'web-claimed' }), () => ({ step: 'web-answered' })); },
};

function outcomeDocument(outcome: WebOutcome): OutcomeDocument {
  return 'facts' in outcome ? { refusal: null, sealed: outcome.facts } : { refusal: outcome.refusal, sealed: null };
}

function readFlow(id: FlowId, { _id, step, door, isDirect, appid, scope, challenge, returnTo, browser, invite = null, policyVersion = null, scan = null, code, outcome, givenUntil, expiresAt }: WebFlowDocument): WebFlow {
  const known = must(parseFlowId(_id.slice(idOf(id).length - id.length)));
  return {
    id: known, step: step.slice('web-'.length) as WebFlowStep, door, isDirect, appId: must(appId(appid)), scope, challenge, returnTo, browser, invite: invite === null ? null : must(parseInviteKey(invite)), policyVersion,
    scan: scan === null ? null : readScan(scan),
    expiresAt: expiresAt.getTime(), code, outcome: outcome === null ? null : readOutcome(outcome), givenUntil: givenUntil?.getTime() ?? null,
  };
}

function scanDocument({ ipPrefix, browser, matchNumber, startedAt, place: { address } }: ScanAsked): ScanDocument {
  return { ipPrefix, browser, matchNumber, startedAt: new Date(startedAt), address };
}

function readScan({ ipPrefix, browser, matchNumber, startedAt, address }: ScanDocument): ScanAsked {
  const at = startedAt.getTime();
  return { ipPrefix, browser, matchNumber, startedAt: at, place: { address, at } };
}

function readOutcome({ refusal, sealed }: OutcomeDocument): WebOutcome {
  return sealed === null ? { refusal: refusal ?? 'internal' } : { facts: { kid: sealed.kid, box: sealed.box } };
}
