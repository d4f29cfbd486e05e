// The same with Koa. npm i koa; DOOR=https://accounts.example.com SITE=https://www.example.com PORT=8080
import Koa from 'koa';
import { createVerifier, koaGuard, requireWeChat } from '../index.js'; // elsewhere: from 'wechat-accounts-node'

const { DOOR: door, SITE: site, PORT: port = '8080', ASK_AT: askAt = door } = process.env;
const app = new Koa();
const api = koaGuard(createVerifier({ door, askAt, revocation: true }));

app.use(koaGuard(requireWeChat({ paths: ['/activity'], door, askAt, returnTo: `${site}/wechat/back` })));
app.use((context, next) => (context.path.startsWith('/api/') ? api(context, next) : next()));

app.use((context) => {
  const { session } = context.state;
  context.body = context.path.startsWith('/api/') ? session : session ? `user ${session.userId}` : 'a page for everybody';
});

app.listen(Number(port), '127.0.0.1', () => { console.log(`http://127.0.0.1:${port}`); });
