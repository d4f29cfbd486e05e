// What a wall has to lend for WeChat's interfaces that want no access_token of ours.

/** WeChat's answer as it came, or the code it refused with; null where nothing that is a code came. */
export type Asked = { ok: true; answer: unknown } | { ok: false; errCode: number | null };
/** `cloud.openapi.<group>.<name>`; never throws for what WeChat does. */
export type Ask = (group: string, name: string, request: object) => Promise<Asked>;
