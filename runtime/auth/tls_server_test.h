#pragma once

#include <arpa/inet.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"

namespace lotse::auth {

// A server on a free port of this machine that takes one connection, with TLS, and
// answers "x". `certificate` is a PEM file that also has the key. (The web server of
// the other tests cannot speak TLS with OpenSSL 3.)
class TlsServer {
 public:
  explicit TlsServer(const std::string& certificate)
      : context_(SSL_CTX_new(TLS_server_method()), SSL_CTX_free),
        listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    std::signal(SIGPIPE, SIG_IGN);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* any = reinterpret_cast<sockaddr*>(&address);
    if (SSL_CTX_use_certificate_file(context_.get(), certificate.c_str(), SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_use_PrivateKey_file(context_.get(), certificate.c_str(), SSL_FILETYPE_PEM) != 1 ||
        bind(listener_, any, size) != 0 || listen(listener_, 1) != 0 ||
        getsockname(listener_, any, &size) != 0) {
      std::abort();
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { Serve(); });
  }
  ~TlsServer() {
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
  }
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  std::string Url() const { return absl::StrCat("https://127.0.0.1:", port_, "/keys"); }

 private:
  void Serve() {
    const int connection = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) return;
    const std::unique_ptr<SSL, void (*)(SSL*)> ssl(SSL_new(context_.get()), SSL_free);
    SSL_set_fd(ssl.get(), connection);
    char request[1024];
    if (SSL_accept(ssl.get()) == 1 && SSL_read(ssl.get(), request, sizeof(request)) > 0) {
      const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx";
      SSL_write(ssl.get(), answer.data(), static_cast<int>(answer.size()));
      SSL_shutdown(ssl.get());
    }
    close(connection);
  }

  const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context_;
  const int listener_;
  int port_ = 0;
  std::thread thread_;
};

}  // namespace lotse::auth
