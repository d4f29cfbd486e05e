// The card that is about to be sent, and the people of the local world who can get it: a tap opens it on that person's phone.
import { element } from './element';
import type { ShareCard } from './share';
import { wordButton, words } from './words';

/** A card in a chat with one person (单人聊天会话中的小程序消息卡片); 1008 were a group's. @see 场景值列表, developers.weixin.qq.com */
const CARD_IN_A_CHAT = 1007;

export interface Recipient { name: string; nickname: string }

export interface ShareSheetPorts { card: ShareCard; appName: string; appid: string; recipients: Recipient[]; close(): void }

function shownCard({ title, path, picture }: ShareCard, appName: string): HTMLElement {
  const card = element('div', 'share-card');
  const image = picture === null ? element('div', 'share-picture share-screenshot', '页面截图 Screenshot') : element('img', 'share-picture');
  if (image instanceof HTMLImageElement && picture !== null) { image.src = picture; image.alt = ''; }
  const name = element('p', 'share-title', title);
  name.dataset['shell'] = 'share-title';
  const where = element('code', 'share-path', path);
  where.dataset['shell'] = 'share-path';
  card.append(element('p', 'share-app', appName), name, image, where);
  return card;
}

function recipientLink({ name, nickname }: Recipient, { card, appid, close }: ShareSheetPorts): HTMLAnchorElement {
  const link = element('a', 'sheet-item share-recipient', nickname && nickname !== name ? `${nickname} (${name})` : name);
  link.href = `${window.location.pathname}?${new URLSearchParams({ person: name, app: appid }).toString()}#${CARD_IN_A_CHAT}${card.path}`;
  link.target = '_blank';
  link.rel = 'noopener';
  link.dataset['shell'] = `share-to-${name}`;
  link.addEventListener('click', close);
  return link;
}

export function shareSheet(ports: ShareSheetPorts): HTMLElement {
  const { card, appName, recipients, close } = ports;
  const sheet = element('div', 'half-screen action-screen');
  const title = element('p', 'sheet-hint');
  title.append(...words('发送给', 'Send to'));
  sheet.append(title, shownCard(card, appName), ...recipients.map((recipient) => recipientLink(recipient, ports)), wordButton('sheet-item sheet-cancel', 'share-cancel', '取消', 'Cancel', close));
  return sheet;
}
