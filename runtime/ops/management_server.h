#pragma once

#include <prometheus/collectable.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace lotse::ops {

// The HTTP port for operators: `/metrics` (Prometheus text format), `/livez`
// (200 while the process runs), `/readyz` (200 while calls are welcome, else
// 503). It never says anything about people.
class ManagementServer {
 public:
  // Listens on `address` (HOST:PORT; port 0 takes a free one). An error means
  // that the address cannot be bound.
  static absl::StatusOr<std::unique_ptr<ManagementServer>> Start(
      const std::string& address,
      std::vector<std::shared_ptr<const prometheus::Collectable>> metrics,
      std::function<bool()> ready);
  ~ManagementServer();

  // The port it listens on.
  int port() const;

 private:
  struct Impl;
  explicit ManagementServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace lotse::ops
