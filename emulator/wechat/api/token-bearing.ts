// Calls that bring an access_token, always in the query.
import type { AppRecord } from '../../ports';
import type { AccessTokens } from '../credentials/tokens';
import type { State } from '../state';
import type { ApiRequest, Endpoint } from './request';

type Kind = AppRecord['kind'];

const TOKEN_MISSING = 41001;
const INVALID_TOKEN = 40014;
const UNAUTHORIZED = 48001;

/** Refuses by errcode, before anything else is read: 41001 no token; 40014, 40001, 42001 one that is not good; 48001 one of an app of another kind. */
export function tokenBearing({ state, tokens }: { state: State; tokens: AccessTokens }, kinds: readonly Kind[], run: (app: AppRecord, request: ApiRequest) => ReturnType<Endpoint>): Endpoint {
  return (request) => {
    const value = request.query.get('access_token');
    if (!value) return { errcode: TOKEN_MISSING };
    const judged = tokens.judge(value);
    if ('errcode' in judged) return judged;
    const app = state.findApp(judged.appid);
    if (app === null) return { errcode: INVALID_TOKEN };
    return kinds.includes(app.kind) ? run(app, request) : { errcode: UNAUTHORIZED };
  };
}
