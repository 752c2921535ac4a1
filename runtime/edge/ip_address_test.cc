#include "runtime/edge/ip_address.h"

#include <gmock/gmock.h>

#include <random>
#include <string>
#include <vector>

namespace lotse::edge {
namespace {

using ::testing::HasSubstr;

TEST(ParseIp, ReadsAddressesAndNothingElse) {
  for (const char* text : {"192.0.2.1", "0.0.0.0", "255.255.255.255", "::", "::1", "2001:db8::1",
                           "2001:db8:1:2:3:4:5:6", "::ffff:192.0.2.1", "64:ff9b::192.0.2.1"}) {
    EXPECT_TRUE(ParseIp(text).has_value()) << text;
  }
  for (const char* text : {"",
                           " ",
                           "192.0.2",
                           "192.0.2.1.1",
                           "192.0.2.256",
                           "192.0.2.1 ",
                           " 192.0.2.1",
                           "192.0.2.1:80",
                           "0xC0000201",
                           "3221225985",
                           "192.0.2.1/32",
                           "192.0.2.1,192.0.2.2",
                           "[::1]",
                           "::1]",
                           ":::",
                           "2001:db8::1::2",
                           "fe80::1%eth0",
                           "2001:db8:1:2:3:4:5:6:7",
                           "localhost",
                           "unix:",
                           "1111:1111:1111:1111:1111:1111:1111:1111:1111:1111:1111"}) {
    EXPECT_FALSE(ParseIp(text).has_value()) << text;
  }
  EXPECT_FALSE(ParseIp(absl::string_view("192.0.2.1\0", 10)).has_value());
}

TEST(ParseIp, OneAddressHasOneForm) {
  EXPECT_EQ(ParseIp("2001:db8::1"), ParseIp("2001:0DB8:0:0:0:0:0:1"));
  EXPECT_EQ(ParseIp("::ffff:192.0.2.1"), ParseIp("192.0.2.1"));
  EXPECT_FALSE(ParseIp("192.0.2.1") == ParseIp("192.0.2.2"));
  EXPECT_FALSE(ParseIp("0.0.0.0") == ParseIp("::"));
}

// Whatever a header holds is read or is not, and does no harm.
TEST(ParseIp, TakesAnyBytes) {
  std::mt19937 random(7);  // The same each time.
  const std::string alphabet("0123456789abcdefF:./%[] x\0\xFF", 28);
  int read = 0;
  for (int i = 0; i < 200000; ++i) {
    std::string text;
    const size_t size = random() % 50;
    while (text.size() < size) text += alphabet[random() % alphabet.size()];
    read += ParseIp(text).has_value() ? 1 : 0;
    (void)IpOfPeer(text);
    (void)IpNetworks::Parse(text);
  }
  EXPECT_GT(read, 0);
}

TEST(IpOfPeer, ReadsWhatGrpcSays) {
  EXPECT_EQ(IpOfPeer("ipv4:192.0.2.1:1000"), ParseIp("192.0.2.1"));
  EXPECT_EQ(IpOfPeer("ipv6:%5B2001:db8::1%5D:1000"), ParseIp("2001:db8::1"));
  EXPECT_EQ(IpOfPeer("ipv6:[::1]:1000"), ParseIp("::1"));
  EXPECT_EQ(IpOfPeer("ipv6:[::ffff:192.0.2.1]:1000"), ParseIp("192.0.2.1"));
  for (const char* peer : {"", "unix:", "unix:/run/x", "ipv4:", "ipv4::1", "192.0.2.1:1000"}) {
    EXPECT_FALSE(IpOfPeer(peer).has_value()) << peer;
  }
}

TEST(IpNetworks, Contain) {
  struct Case {
    const char* networks;
    const char* address;
    bool inside;
  };
  for (const Case& c : std::vector<Case>{
           {"", "127.0.0.1", false},
           {"127.0.0.1", "127.0.0.1", true},
           {"127.0.0.1", "127.0.0.2", false},
           {"127.0.0.1", "::ffff:127.0.0.1", true},
           {"127.0.0.1", "::1", false},
           {"127.0.0.1, ::1", "::1", true},
           {"192.0.2.0/24", "192.0.2.255", true},
           {"192.0.2.0/24", "192.0.3.0", false},
           {"192.0.2.77/24", "192.0.2.1", true},
           {"10.0.0.0/9", "10.127.255.255", true},
           {"10.0.0.0/9", "10.128.0.0", false},
           {"192.0.2.4/30", "192.0.2.7", true},
           {"192.0.2.4/30", "192.0.2.8", false},
           {"192.0.2.1/32", "192.0.2.1", true},
           {"2001:db8::/33", "2001:db8:7fff::1", true},
           {"2001:db8::/33", "2001:db8:8000::1", false},
           {"2001:db8::1/128", "2001:db8::1", true},
           {"127.0.0.0/8", "7f00::", false},
       }) {
    EXPECT_EQ(IpNetworks::Parse(c.networks)->Contain(*ParseIp(c.address)), c.inside)
        << c.networks << " and " << c.address;
  }
}

TEST(IpNetworks, SayWhatIsWrong) {
  struct Case {
    const char* text;
    const char* error;
  };
  for (const Case& c : std::vector<Case>{
           {"edge", "\"edge\" is no address; give, for example, 127.0.0.1, 192.0.2.0/24 or ::1"},
           {"127.0.0.1,", "\"\" is no address"},
           {"127.0.0.1;::1", "\"127.0.0.1;::1\" is no address"},
           {"127.0.0.1:80", "is no address"},
           {"192.0.2.0/33", "\"192.0.2.0/33\" is no network of /8 to /32"},
           {"192.0.2.0/", "is no network of /8 to /32"},
           {"192.0.2.0/24/24", "is no network of /8 to /32"},
           {"0.0.0.0/0", "larger ones are not believed"},
           {"2001:db8::/129", "is no network of /16 to /128"},
           {"::/0", "larger ones are not believed"},
       }) {
    const auto networks = IpNetworks::Parse(c.text);
    EXPECT_EQ(networks.status().code(), absl::StatusCode::kInvalidArgument) << c.text;
    EXPECT_THAT(std::string(networks.status().message()), HasSubstr(c.error)) << c.text;
  }
}

}  // namespace
}  // namespace lotse::edge
