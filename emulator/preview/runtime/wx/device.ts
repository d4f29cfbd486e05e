// What the phone says about itself: system, window, language, network, account, how it was opened.
import type { BaseLibrary } from '../base-library';
import type { Session } from '../session';
import { type Api, defineApi } from './call';
import type { Entrances } from './entrances';

function windowInfo(screen: HTMLElement): Record<string, unknown> {
  const width = screen.clientWidth;
  const body = [...screen.querySelectorAll<HTMLElement>('.page-body')].find((each) => each.offsetParent !== null);
  const height = window.innerHeight;
  return {
    pixelRatio: window.devicePixelRatio, screenWidth: width, screenHeight: height, windowWidth: width, windowHeight: body?.clientHeight ?? height,
    statusBarHeight: 0, screenTop: 0, safeArea: { left: 0, right: width, top: 0, bottom: height, width, height },
  };
}

/** Named as the address names it, so that two phones of one person can be told apart. */
const deviceInfo = ({ device }: Session) => ({ brand: 'devtools', model: device, system: 'preview 1', platform: 'devtools', benchmarkLevel: -1, abi: '', deviceAbi: '', cpuType: '', memorySize: '0' });

function appBaseInfo({ version }: BaseLibrary, { language }: Session): Record<string, unknown> {
  const theme = window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  return { SDKVersion: version, enableDebug: false, host: { env: 'WeChat', appId: '' }, language, version: '8.0.50', theme, fontSizeSetting: 16, fontSizeScaleFactor: 1 };
}

const SYSTEM_SETTING = { bluetoothEnabled: false, locationEnabled: false, wifiEnabled: true, deviceOrientation: 'portrait' };

interface Device { session: Session; library: BaseLibrary; screen: HTMLElement; entrances: Entrances }

function systemInfo({ session, screen, library }: Device): Record<string, unknown> {
  return { ...deviceInfo(session), ...windowInfo(screen), ...appBaseInfo(library, session), ...SYSTEM_SETTING };
}

function networkType(): Record<string, unknown> {
  return { networkType: navigator.onLine ? 'wifi' : 'none', weakNet: false, hasSystemProxy: false, signalStrength: -1 };
}

type Network = (status: { isConnected: boolean; networkType: string }) => void;

function networkApis(): Record<string, unknown> {
  const listeners = new Set<Network>();
  const tell = () => { for (const listener of listeners) listener({ isConnected: navigator.onLine, networkType: navigator.onLine ? 'wifi' : 'none' }); };
  window.addEventListener('online', tell);
  window.addEventListener('offline', tell);
  return {
    getNetworkType: defineApi('getNetworkType', networkType),
    onNetworkStatusChange: (listener: Network) => { listeners.add(listener); },
    offNetworkStatusChange: (listener?: Network) => { if (listener) listeners.delete(listener); else listeners.clear(); },
  };
}

type Name = 'getSystemInfo' | 'getSystemInfoAsync' | 'getSystemInfoSync' | 'getAppBaseInfo' | 'getDeviceInfo' | 'getWindowInfo' | 'getSystemSetting' | 'getAccountInfoSync'
  | 'getLaunchOptionsSync' | 'getEnterOptionsSync' | 'getNetworkType' | 'onNetworkStatusChange' | 'offNetworkStatusChange';

export function deviceApis(device: Device): Record<Name, unknown> {
  const { session, library, screen, entrances } = device;
  const system: Record<'getSystemInfo' | 'getSystemInfoAsync', Api> = {
    getSystemInfo: defineApi('getSystemInfo', () => systemInfo(device)), getSystemInfoAsync: defineApi('getSystemInfoAsync', () => systemInfo(device)),
  };
  return {
    ...system,
    getSystemInfoSync: () => systemInfo(device),
    getAppBaseInfo: () => appBaseInfo(library, session),
    getDeviceInfo: () => deviceInfo(session),
    getWindowInfo: () => windowInfo(screen),
    getSystemSetting: () => ({ ...SYSTEM_SETTING }),
    getAccountInfoSync: () => ({ miniProgram: { appId: session.appid, envVersion: 'develop', version: '' }, plugin: {} }),
    getLaunchOptionsSync: entrances.launched,
    getEnterOptionsSync: entrances.entered,
    ...(networkApis() as Record<'getNetworkType' | 'onNetworkStatusChange' | 'offNetworkStatusChange', unknown>),
  };
}
