#include "runtime/ops/management_server.h"

#include <CivetServer.h>
#include <prometheus/text_serializer.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/supervision/knocking.h"

namespace lotse::ops {
namespace {

constexpr char kPlain[] = "text/plain; charset=utf-8";
constexpr char kMetrics[] = "text/plain; version=0.0.4; charset=utf-8";

void Answer(mg_connection* connection, int code, const char* reason, const char* type,
            const std::string& body) {
  mg_printf(connection,
            "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n"
            "Cache-Control: no-store\r\n\r\n",
            code, reason, type, body.size());
  mg_write(connection, body.data(), body.size());
}

// One page of the port.
class Page : public CivetHandler {
 public:
  using Body = std::function<void(mg_connection*)>;
  explicit Page(Body body) : body_(std::move(body)) {}
  bool handleGet(CivetServer*, mg_connection* connection) override {
    body_(connection);
    return true;
  }

 private:
  const Body body_;
};

}  // namespace

struct ManagementServer::Impl {
  std::string host;
  std::vector<std::shared_ptr<const prometheus::Collectable>> sources;
  std::function<bool()> ready;
  std::unique_ptr<CivetServer> server;
  Page metrics{[this](mg_connection* c) {
    std::string body;
    for (const auto& source : sources) {
      body += prometheus::TextSerializer().Serialize(source->Collect());
    }
    Answer(c, 200, "OK", kMetrics, body);
  }};
  Page livez{[](mg_connection* c) { Answer(c, 200, "OK", kPlain, "ok\n"); }};
  Page readyz{[this](mg_connection* c) {
    if (ready()) {
      Answer(c, 200, "OK", kPlain, "ok\n");
    } else {
      Answer(c, 503, "Service Unavailable", kPlain, "not ready\n");
    }
  }};
};

ManagementServer::ManagementServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

// The server goes first: its threads use the pages. CivetWeb looks whether it shall end when
// somebody connects, and otherwise every two seconds only.
ManagementServer::~ManagementServer() {
  const supervision::Knocking knocking(impl_->host, port());
  impl_->server.reset();
}

absl::StatusOr<std::unique_ptr<ManagementServer>> ManagementServer::Start(
    const std::string& address, std::vector<std::shared_ptr<const prometheus::Collectable>> metrics,
    std::function<bool()> ready) {
  auto impl = std::make_unique<Impl>();
  impl->host = address.substr(0, address.rfind(':'));
  impl->sources = std::move(metrics);
  impl->ready = std::move(ready);
  try {
    impl->server = std::make_unique<CivetServer>(std::vector<std::string>{
        "listening_ports", address, "num_threads", "2", "request_timeout_ms", "10000"});
  } catch (const CivetException&) {
    return absl::UnavailableError(
        absl::StrCat("management_listen: cannot listen on ", address, "; is it in use?"));
  }
  impl->server->addHandler("/metrics$", impl->metrics);
  impl->server->addHandler("/livez$", impl->livez);
  impl->server->addHandler("/readyz$", impl->readyz);
  return std::unique_ptr<ManagementServer>(new ManagementServer(std::move(impl)));
}

int ManagementServer::port() const { return impl_->server->getListeningPorts().at(0); }

}  // namespace lotse::ops
