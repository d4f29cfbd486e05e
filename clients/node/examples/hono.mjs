// The same with Hono. npm i hono; DOOR=https://accounts.example.com SITE=https://www.example.com PORT=8080
import { Hono } from 'hono';
import { createVerifier, honoGuard, requireWeChat } from '../index.js'; // elsewhere: from 'wechat-accounts-node'
import { serve } from './serve.mjs';

const { DOOR: door, SITE: site, PORT: port = '8080', ASK_AT: askAt = door } = process.env;
const app = new Hono();

app.use(honoGuard(requireWeChat({ paths: ['/activity'], door, askAt, returnTo: `${site}/wechat/back` })));
app.use('/api/*', honoGuard(createVerifier({ door, askAt, revocation: true })));

app.get('/activity/*', (context) => context.text(`user ${context.get('session').userId}`));
app.get('/api/me', (context) => context.json(context.get('session')));
app.get('/', (context) => context.text('a page for everybody'));

serve(app.fetch, Number(port));
