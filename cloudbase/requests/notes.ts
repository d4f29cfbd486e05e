// The closed shapes of the notes door's requests.
import * as v from 'valibot';
import { AccessToken } from './shapes';

const MOST_CODE_POINTS = 500;
const Text = v.pipe(v.string(), v.trim(), v.minLength(1), v.check((text) => [...text].length <= MOST_CODE_POINTS));

export const notesRequests = {
  list: v.strictObject({ action: v.literal('list'), accessToken: AccessToken }),
  add: v.strictObject({ action: v.literal('add'), accessToken: AccessToken, text: Text }),
};
