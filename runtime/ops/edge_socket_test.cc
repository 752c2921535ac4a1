#include "runtime/ops/edge_socket.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>

namespace lotse::ops {
namespace {

ServerConfig With(const std::string& path, bool authentication = true) {
  ServerConfig config;
  config.set_edge_socket(path);
  if (authentication) config.mutable_auth()->set_auth_issuer("https://login.example");
  return config;
}

TEST(EdgeSocket, IsAPlainAbsolutePath) {
  EXPECT_TRUE(CheckEdgeSocket(With("")).ok());
  EXPECT_TRUE(CheckEdgeSocket(With("/run/lotse-engagement/edge.sock")).ok());
  EXPECT_TRUE(CheckEdgeSocket(With("/" + std::string(106, 'a'))).ok());
  for (const std::string& path :
       {std::string("edge.sock"), std::string("unix:/run/edge"), std::string("/run/a b"),
        std::string("/run/%41"), std::string("/run/lotse/"), "/" + std::string(107, 'a')}) {
    const absl::Status status = CheckEdgeSocket(With(path));
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << path;
    EXPECT_EQ(status.message().substr(0, 13), "edge_socket: ") << status;
  }
}

TEST(EdgeSocket, NeedsAuthentication) {
  const absl::Status status = CheckEdgeSocket(With("/run/lotse/edge.sock", false));
  EXPECT_NE(status.message().find("auth_issuer"), std::string::npos) << status;
}

class EdgeFolder : public testing::Test {
 protected:
  // A path of a socket has to be short, whatever the folder of tests is.
  EdgeFolder() : folder_(MakeFolder()) {}
  ~EdgeFolder() override { std::filesystem::remove_all(folder_); }

  std::string Path() const { return folder_ + "/edge.sock"; }
  void Mode(mode_t mode) const { ASSERT_EQ(chmod(folder_.c_str(), mode), 0); }
  // A socket at which somebody listens until it is closed, which does not take it away.
  int Listen() const {
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    const std::string path = Path();
    std::copy(path.begin(), path.end(), address.sun_path);
    const int made = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    EXPECT_EQ(bind(made, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(listen(made, 1), 0);
    return made;
  }

 private:
  static std::string MakeFolder() {
    char name[] = "/tmp/lotse-edge-XXXXXX";
    return mkdtemp(name);
  }
  const std::string folder_;
};

TEST_F(EdgeFolder, IsClosedToOthers) {
  for (const mode_t mode : {0700, 0750, 0770}) {
    Mode(mode);
    EXPECT_TRUE(CheckEdgeFolder(With(Path())).ok()) << mode;
  }
  for (const mode_t mode : {0751, 0755, 0704, 0772}) {
    Mode(mode);
    const absl::Status status = CheckEdgeFolder(With(Path()));
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << mode;
    EXPECT_NE(status.message().find("chmod 0750"), std::string::npos) << status;
  }
}

TEST_F(EdgeFolder, IsThere) {
  const absl::Status status = CheckEdgeFolder(With("/nowhere/at-all/edge.sock"));
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_NE(status.message().find("/nowhere/at-all;"), std::string::npos) << status;
  EXPECT_TRUE(CheckEdgeFolder(With("")).ok());
}

TEST_F(EdgeFolder, NobodyElseListensThere) {
  const int listening = Listen();
  EXPECT_EQ(CheckEdgeFolder(With(Path())).code(), absl::StatusCode::kUnavailable);
  close(listening);  // As a kill leaves it.
  EXPECT_TRUE(CheckEdgeFolder(With(Path())).ok());
}

TEST_F(EdgeFolder, LetsInWhoEntersIt) {
  const int listening = Listen();
  ASSERT_EQ(chmod(Path().c_str(), 0700), 0);
  ASSERT_TRUE(OpenEdgeSocket(With(Path())).ok());
  struct stat found = {};
  ASSERT_EQ(stat(Path().c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0666);
  close(listening);
  EXPECT_TRUE(OpenEdgeSocket(With("")).ok());
  EXPECT_EQ(OpenEdgeSocket(With(Path() + ".none")).code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace lotse::ops
