// What a developer sets before the first upload.

/** 云开发环境 ID，形如 `my-app-1a2b3c`；留空则用默认环境。 Cloud environment id; empty means the account's default environment. */
export const ENVIRONMENT_ID: string = '';

/** 隐私政策的版本，与云函数的 POLICY_VERSION 一致；改了政策就换一个。 The version of the policy that pages/privacy shows: what the functions' POLICY_VERSION says. */
export const POLICY_VERSION: string = '2026-11-20';
