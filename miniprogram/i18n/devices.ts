// The words of the device list, in Chinese and in English.
import type { Device, DoorKind } from '../../contract/doors';
import type { Question } from '../services/confirm';
import type { MomentWords } from './moment';

export interface DeviceWords {
  title: string;
  hint: string;
  reading: string;
  thisDevice: string;
  unknownDevice: string;
  platforms: Record<Device['platform'], string>;
  doors: Record<DoorKind, string>;
  network: string;
  firstSignIn: string;
  lastUse: string;
  moment: MomentWords;
  signOutThere: string;
  askThere: Question;
  signedOutThere: string;
  alreadyGone: string;
  signOutEverywhere: string;
  askEverywhere: Question;
  signedOutEverywhere: string;
  onlyThisDevice: string;
  mayComeBack: string;
}

export const zhDevices: DeviceWords = {
  title: '登录设备',
  hint: '查看、下线',
  reading: '正在读取…',
  thisDevice: '本机',
  unknownDevice: '未知设备',
  platforms: { ios: 'iPhone 或 iPad', android: '安卓设备', windows: 'Windows 电脑', mac: 'Mac 电脑', devtools: '微信开发者工具', other: '其他设备' },
  doors: { 'mini-program': '小程序', 'official-account': '公众号', website: '网站', scan: '扫码登录' },
  network: '网络地址',
  firstSignIn: '首次登录',
  lastUse: '最近使用',
  moment: { today: '今天 {time}', yesterday: '昨天 {time}', tomorrow: '明天 {time}', thisYear: '{month}月{day}日', otherYear: '{year}年{month}月{day}日', months: ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12'] },
  signOutThere: '下线',
  askThere: { title: '让这台设备下线？', content: '“{device}”会立即退出登录。', confirmText: '下线', cancelText: '取消' },
  signedOutThere: '“{device}”已下线',
  alreadyGone: '那台设备之前已经退出，列表已更新',
  signOutEverywhere: '退出所有设备',
  askEverywhere: { title: '退出所有设备？', content: '所有设备立即退出登录，本机也是。', confirmText: '退出', cancelText: '取消' },
  signedOutEverywhere: '已退出所有设备',
  onlyThisDevice: '没有在其他设备上登录',
  mayComeBack: '下线只结束这一次登录：谁还能打开你的这个微信，轻点一下就能再次登录。设备丢了，请先在微信里让它退出。',
};

export const enDevices: DeviceWords = {
  title: 'Devices',
  hint: 'See, sign out',
  reading: 'Reading…',
  thisDevice: 'This device',
  unknownDevice: 'Unknown device',
  platforms: { ios: 'iPhone or iPad', android: 'Android', windows: 'Windows', mac: 'Mac', devtools: 'WeChat DevTools', other: 'Another device' },
  doors: { 'mini-program': 'Mini program', 'official-account': 'Official account', website: 'Website', scan: 'By scanning' },
  network: 'Network',
  firstSignIn: 'First sign-in',
  lastUse: 'Last used',
  moment: {
    today: 'Today {time}', yesterday: 'Yesterday {time}', tomorrow: 'Tomorrow {time}', thisYear: '{month} {day}', otherYear: '{month} {day}, {year}',
    months: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  },
  signOutThere: 'Sign out',
  askThere: { title: 'Sign out this device?', content: '“{device}” is signed out at once.', confirmText: 'Sign out', cancelText: 'Cancel' },
  signedOutThere: '“{device}” is signed out',
  alreadyGone: 'That device was signed out before; the list is up to date',
  signOutEverywhere: 'Sign out everywhere',
  askEverywhere: { title: 'Sign out everywhere?', content: 'Every device is signed out at once, this device too.', confirmText: 'Sign out', cancelText: 'Cancel' },
  signedOutEverywhere: 'You are signed out on every device',
  onlyThisDevice: 'You are signed in on no other device',
  mayComeBack: 'Signing out ends this one session: whoever can still open this WeChat signs in again by a tap. If a device is lost, sign it out of WeChat first.',
};
