#pragma once

namespace lotse::cli {

// True if `GET /readyz` on 127.0.0.1:`port` answers 200 within a second.
bool IsReady(int port);

// True if nothing listens on 127.0.0.1:`port`. Asked before a daemon is
// started: a foreign one on its port would answer in its place.
bool PortIsFree(int port);

}  // namespace lotse::cli
