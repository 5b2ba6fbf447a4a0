// A push service and a browser in one. Prints its address and keys, then one line for each message that it took.
const http = require('http');
const crypto = require('crypto');
const ece = require('./http_ece');

const browser = crypto.createECDH('prime256v1');
browser.generateKeys();
const auth = crypto.randomBytes(16).toString('base64url');
const print = line => process.stdout.write(JSON.stringify(line) + '\n');

function readToken(authorization) {
  const [, token, key] = /^vapid t=([^,]+), ?k=(.+)$/.exec(authorization);
  const [header, claims, signature] = token.split('.');
  const point = Buffer.from(key, 'base64url');
  const jwk = { kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') };
  const isSigned = crypto.verify('sha256', Buffer.from(`${header}.${claims}`), { key: crypto.createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
  return { isSigned, key, header: JSON.parse(Buffer.from(header, 'base64url')), claims: JSON.parse(Buffer.from(claims, 'base64url')) };
}

const server = http.createServer((request, response) => {
  const parts = [];
  request.on('data', part => parts.push(part));
  request.on('end', () => {
    try {
      const body = Buffer.concat(parts);
      const text = ece.decrypt(body, { version: 'aes128gcm', privateKey: browser, authSecret: auth }).toString('utf8');
      print({ text, length: body.length, headers: request.headers, token: readToken(request.headers.authorization) });
      response.writeHead(201).end();
    } catch (fault) {
      print({ fault: String(fault) });
      response.writeHead(400).end();
    }
  });
});
server.listen(0, '127.0.0.1', () => print({ endpoint: `http://127.0.0.1:${server.address().port}/take/me`, p256dh: browser.getPublicKey('base64url'), auth }));
process.stdin.resume().on('end', () => process.exit());
