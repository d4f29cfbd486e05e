// What the pages of open.weixin.qq.com work with, and what they are asked.
import type { IncomingHttpHeaders } from 'node:http';
import type { OAuthCodes } from '../oauth/codes';
import type { People } from '../people';
import type { State } from '../state';
import type { Authorizations } from './authorizations';
import type { Scans } from './scans';
import type { WebSettingsStore } from './settings';

export interface WebParts {
  state: State;
  people: People;
  oauthCodes: OAuthCodes;
  scans: Scans;
  settings: WebSettingsStore;
  authorizations: Authorizations;
}

export interface WebRequest {
  method: 'GET' | 'POST';
  query: URLSearchParams;
  /** As it came: the order of its parameters counts. Without '?'. */
  search: string;
  headers: IncomingHttpHeaders;
  /** Of a POST. */
  form: URLSearchParams;
}
