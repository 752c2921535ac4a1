#include "runtime/edge/socket.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>

namespace lotse::edge {
namespace {

TEST(Socket, IsAPlainAbsolutePath) {
  EXPECT_TRUE(CheckSocket("", true).ok());
  EXPECT_TRUE(CheckSocket("/run/lotse-engagement/edge.sock", true).ok());
  EXPECT_TRUE(CheckSocket("/" + std::string(106, 'a'), true).ok());
  for (const std::string& path :
       {std::string("edge.sock"), std::string("unix:/run/edge"), std::string("/run/a b"),
        std::string("/run/%41"), std::string("/run/lotse/"), "/" + std::string(107, 'a')}) {
    const absl::Status status = CheckSocket(path, true);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << path;
    EXPECT_EQ(status.message().substr(0, 13), "edge_socket: ") << status;
  }
}

TEST(Socket, NeedsAuthentication) {
  const absl::Status status = CheckSocket("/run/lotse/edge.sock", false);
  EXPECT_NE(status.message().find("auth_issuer"), std::string::npos) << status;
}

class PlaceOfSocket : public testing::Test {
 protected:
  // A path of a socket has to be short, whatever the folder of tests is.
  PlaceOfSocket() : folder_(MakeFolder()) {}
  ~PlaceOfSocket() override { std::filesystem::remove_all(folder_); }

  const std::string& folder() const { return folder_; }
  std::string Path() const { return folder_ + "/edge.sock"; }
  void Mode(mode_t mode) const { ASSERT_EQ(chmod(folder_.c_str(), mode), 0); }
  // A socket at which somebody listens until it is closed, which does not take it away.
  int Listen() const {
    const sockaddr_un address = Address();
    const int made = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    EXPECT_EQ(bind(made, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(listen(made, 1), 0);
    return made;
  }
  // A caller whom nobody takes; from some on they are refused, without waiting.
  int Connect() const {
    const sockaddr_un address = Address();
    const int made = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    (void)connect(made, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    return made;
  }

 private:
  sockaddr_un Address() const {
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    const std::string path = Path();
    std::copy(path.begin(), path.end(), address.sun_path);
    return address;
  }
  static std::string MakeFolder() {
    char name[] = "/tmp/lotse-edge-XXXXXX";
    return mkdtemp(name);
  }
  const std::string folder_;
};

TEST_F(PlaceOfSocket, IsClosedToOthers) {
  for (const mode_t mode : {0700, 0710, 0750}) {
    Mode(mode);
    EXPECT_TRUE(CheckPlaceOfSocket(Path()).ok()) << mode;
  }
  for (const mode_t mode : {0751, 0755, 0704, 0770, 0720}) {
    Mode(mode);
    const absl::Status status = CheckPlaceOfSocket(Path());
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << mode;
    EXPECT_NE(status.message().find("chmod 0750"), std::string::npos) << status;
  }
}

TEST_F(PlaceOfSocket, IsThere) {
  const absl::Status status = CheckPlaceOfSocket("/nowhere/at-all/edge.sock");
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_NE(status.message().find("/nowhere/at-all;"), std::string::npos) << status;
  EXPECT_TRUE(CheckPlaceOfSocket("").ok());
}

TEST_F(PlaceOfSocket, BelongsToTheDaemon) {
  if (geteuid() != 0) GTEST_SKIP() << "only root gives folders away";
  Mode(0750);
  ASSERT_EQ(chown(folder().c_str(), 65534, 0), 0);
  const absl::Status status = CheckPlaceOfSocket(Path());
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_NE(status.message().find("somebody else"), std::string::npos) << status;
}

TEST_F(PlaceOfSocket, NobodyElseListensThere) {
  const int listening = Listen();
  EXPECT_EQ(CheckPlaceOfSocket(Path()).code(), absl::StatusCode::kUnavailable);
  // Also where it does not take what comes.
  const int first = Connect(), second = Connect(), third = Connect();
  EXPECT_EQ(CheckPlaceOfSocket(Path()).code(), absl::StatusCode::kUnavailable);
  for (const int each : {first, second, third}) close(each);
  close(listening);  // As a kill leaves it.
  EXPECT_TRUE(CheckPlaceOfSocket(Path()).ok());
}

TEST_F(PlaceOfSocket, LetsInWhoEntersIt) {
  const int listening = Listen();
  ASSERT_EQ(chmod(Path().c_str(), 0700), 0);
  ASSERT_TRUE(OpenSocket(Path()).ok());
  struct stat found = {};
  ASSERT_EQ(stat(Path().c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0666);
  close(listening);
  EXPECT_TRUE(OpenSocket("").ok());
  EXPECT_EQ(OpenSocket(Path() + ".none").code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace lotse::edge
