// What a developer sets before the first upload.

/** 云开发环境 ID，形如 `my-app-1a2b3c`；留空则用默认环境。 Cloud environment id; empty means the account's default environment. */
export const ENVIRONMENT_ID: string = '';

/** 隐私政策的版本，与云函数的 POLICY_VERSION 一致；改了政策就换一个。 The version of the policy that pages/privacy shows: what the functions' POLICY_VERSION says. */
export const POLICY_VERSION: string = '2026-11-20';

/** 各应用在“登录方式”页上的名字，按 appid；没有写的只显示 appid 的后四位。 What the page of sign-in ways calls each app; one left out shows the end of its appid. Such as: wx0123456789abcdef: { zh: '某某商城', en: 'Some Shop' } */
export const APP_NAMES: Record<string, AppName> = {};

export interface AppName { zh: string; en: string }
