import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A TCP proxy in front of the database that can fall silent: connections stay, new ones are accepted, and nothing passes. */
export async function startSilentProxy(connectionString: string) {
  const url = new URL(connectionString);
  const to = { host: url.hostname, port: Number(url.port) };
  const sockets = new Set<Socket>();
  let isSilent = false;
  const server = createServer((from) => {
    const out = connect(to);
    for (const [one, other] of [
      [from, out],
      [out, from],
    ] as const) {
      sockets.add(one);
      if (isSilent) one.pause();
      one.on('data', (bytes) => other.write(bytes));
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the proxy has no port');
  url.hostname = '127.0.0.1';
  url.port = String(address.port);
  return {
    connectionString: url.href,
    fallSilent(): void {
      isSilent = true;
      for (const socket of sockets) socket.pause();
    },
    speak(): void {
      isSilent = false;
      for (const socket of sockets) socket.resume();
    },
    async close(): Promise<void> {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
