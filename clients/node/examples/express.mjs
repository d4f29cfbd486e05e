// The same with Express. npm i express; DOOR=https://accounts.example.com SITE=https://www.example.com PORT=8080
import express from 'express';
import { createVerifier, expressGuard, requireWeChat } from '../index.js'; // elsewhere: from 'wechat-accounts-node'

const { DOOR: door, SITE: site, PORT: port = '8080', ASK_AT: askAt = door } = process.env;
const app = express();

app.use(expressGuard(requireWeChat({ paths: ['/activity'], door, askAt, returnTo: `${site}/wechat/back` })));
app.use('/api', expressGuard(createVerifier({ door, askAt, revocation: true })));

app.get('/activity/lottery', (request, response) => { response.send(`user ${request.auth.userId}`); });
app.get('/api/me', (request, response) => { response.json(request.auth); });
app.get('/', (_request, response) => { response.send('a page for everybody'); });

app.listen(Number(port), '127.0.0.1', () => { console.log(`http://127.0.0.1:${port}`); });
