// Comunica listens on every address of the machine, and has no option: it is kept to the loopback.
const net = require("node:net");

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (port, ...rest) {
  const where = typeof port === "number" ? [port, "127.0.0.1"] : [port];
  return listen.call(this, ...where, ...rest);
};
