// The way from a built-in component to the router that is made later, at boot.

export interface Navigation {
  /** `openType` as <navigator> has it; `from` is the path of the component that asks. Rejects with WeChat's words. */
  open(openType: string, url: string, from: string, delta: number): Promise<void>;
}

let current: Navigation | null = null;

export function useNavigation(navigation: Navigation): void {
  current = navigation;
}

export function navigation(): Navigation {
  if (!current) throw new Error('the phone has not started');
  return current;
}
