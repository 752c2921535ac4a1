#pragma once

#include <civetweb.h>

#include <atomic>
#include <cstdlib>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"

namespace lotse::auth {

// A web server on a free port of this machine that answers everything as it is told.
class IssuerServer {
 public:
  IssuerServer() {
    const char* options[] = {"listening_ports", "127.0.0.1:0", "num_threads", "8", nullptr};
    server_ = mg_start(nullptr, nullptr, options);
    if (server_ == nullptr) std::abort();
    mg_set_request_handler(server_, "/", &Handle, this);
  }
  ~IssuerServer() { mg_stop(server_); }
  IssuerServer(const IssuerServer&) = delete;
  IssuerServer& operator=(const IssuerServer&) = delete;

  std::string Url() const {
    mg_server_port port{};
    mg_get_server_ports(server_, 1, &port);
    return absl::StrCat("http://127.0.0.1:", port.port, "/keys");
  }

  // What comes from now on: status line behind the version, more headers, body.
  void Answer(std::string status, std::string body, std::string headers = "") {
    absl::MutexLock lock(&mutex_);
    status_ = std::move(status);
    body_ = std::move(body);
    headers_ = std::move(headers);
  }
  void AnswerAfter(absl::Duration delay) { delay_ms_ = absl::ToInt64Milliseconds(delay); }
  int requests() const { return requests_; }

 private:
  static int Handle(mg_connection* connection, void* self) {
    return static_cast<IssuerServer*>(self)->Handle(connection);
  }
  int Handle(mg_connection* connection) {
    ++requests_;
    absl::SleepFor(absl::Milliseconds(delay_ms_.load()));
    absl::MutexLock lock(&mutex_);
    const std::string head =
        absl::StrCat("HTTP/1.1 ", status_, "\r\n", headers_, "Content-Length: ", body_.size(),
                     "\r\nConnection: close\r\n\r\n");
    mg_write(connection, head.data(), head.size());
    mg_write(connection, body_.data(), body_.size());
    return 200;
  }

  mg_context* server_;
  std::atomic<int> requests_ = 0;
  std::atomic<int64_t> delay_ms_ = 0;
  absl::Mutex mutex_;
  std::string status_ ABSL_GUARDED_BY(mutex_) = "404 Not Found";
  std::string body_ ABSL_GUARDED_BY(mutex_);
  std::string headers_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lotse::auth
