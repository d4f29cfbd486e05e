// Prints fresh keys for the functions' environment: TOKEN_KEYS, SEAL_KEYS, INDEX_KEY, OPERATOR_KEYS (for the function operator alone) and SERVER_KEYS (for the function app-token-http alone), as the cloud console takes them.
import { generateKeyPairSync, randomBytes } from 'node:crypto';

const secret = () => randomBytes(32).toString('base64url');
const kid = () => `k${new Date().toISOString().slice(0, 10).replaceAll('-', '')}`;
const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });

console.log(`TOKEN_KEYS=${JSON.stringify([{ kid: kid(), jwk }])}`);
console.log(`SEAL_KEYS=${JSON.stringify([{ kid: kid(), secret: secret() }])}`);
console.log(`INDEX_KEY=${secret()}`);
console.log(`OPERATOR_KEYS=${JSON.stringify([{ caller: 'ops', secret: secret() }])}`);
console.log(`SERVER_KEYS=${JSON.stringify([{ caller: 'server', secret: secret() }])}`);
console.error('Set the first three once for every function, OPERATOR_KEYS for operator and SERVER_KEYS for app-token-http alone, and keep a copy: INDEX_KEY is never changed, the others are changed by adding a key in front.');
