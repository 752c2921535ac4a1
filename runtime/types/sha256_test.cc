#include "runtime/types/sha256.h"

#include <gtest/gtest.h>

#include "absl/strings/escaping.h"

namespace lotse::types {
namespace {

// Examples of FIPS 180-4, as published by NIST.
TEST(Sha256Test, GivesThePublishedDigests) {
  EXPECT_EQ(Sha256Hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Sha256Hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

// Test cases 1, 2, 3 and 6 of RFC 4231.
TEST(HmacSha256Test, GivesThePublishedCodes) {
  const struct {
    std::string key;
    std::string bytes;
    const char* code;
  } cases[] = {
      {std::string(20, '\x0b'), "Hi There",
       "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
      {"Jefe", "what do ya want for nothing?",
       "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
      {std::string(20, '\xaa'), std::string(50, '\xdd'),
       "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
      {std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First",
       "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
  };
  for (const auto& c : cases) {
    const std::array<uint8_t, 32> code = HmacSha256(c.key, c.bytes);
    EXPECT_EQ(absl::BytesToHexString({reinterpret_cast<const char*>(code.data()), code.size()}),
              c.code)
        << c.bytes;
  }
}

}  // namespace
}  // namespace lotse::types
