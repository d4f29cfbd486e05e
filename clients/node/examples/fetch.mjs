// A site in fetch style: pages under /activity want WeChat, /api wants a token. DOOR=https://accounts.example.com SITE=https://www.example.com PORT=8080
import { createVerifier, guardFetch, requireWeChat } from '../index.js'; // elsewhere: from 'wechat-accounts-node'
import { serve } from './serve.mjs';

const { DOOR: door, SITE: site, PORT: port = '8080', ASK_AT: askAt = door } = process.env;
const pages = requireWeChat({ paths: ['/activity'], door, askAt, returnTo: `${site}/wechat/back` });
const verifier = createVerifier({ door, askAt, revocation: true });

const page = guardFetch(pages, (_request, session) => new Response(session ? `user ${session.userId}` : 'a page for everybody'));
const api = guardFetch(verifier, (_request, session) => Response.json(session));

serve((request) => (new URL(request.url).pathname.startsWith('/api/') ? api : page)(request), Number(port));
