// What a developer sets before the first upload.

/** 云开发环境 ID，形如 `my-app-1a2b3c`；留空则用默认环境。 Cloud environment id; empty means the account's default environment. */
export const ENVIRONMENT_ID: string = '';
