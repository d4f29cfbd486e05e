// Tabs that hold the same session: a browser copies a tab's storage when it duplicates the tab or one opens another.
// Were each to renew by itself, the door would see an old refresh token again and end the session for both.
import type { Tokens } from '../../contract/doors';
import type { Holding } from './holding';
import type { Page } from './page';

/** `was`: the refresh token that was renewed: whoever has it is a twin. */
interface Renewed { was: string; tokens: Tokens }

export function openTwins({ tabs }: Page, holding: Holding): { tell(renewed: Renewed): void } {
  tabs?.hear((message) => {
    const { was, tokens } = message as Partial<Renewed>;
    if (tokens !== undefined && holding.held()?.tokens.refreshToken === was) holding.renewed(tokens);
  });
  return { tell: (renewed) => tabs?.tell(renewed) };
}
