#include "runtime/ops/open_streams.h"

#include <gtest/gtest.h>

#include <memory>

namespace lotse::ops {
namespace {

TEST(OpenStreams, HasALimit) {
  OpenStreams streams(2);
  const int a = 0, b = 0, c = 0;
  EXPECT_EQ(streams.Add(&a, [] {}), Offer::kTaken);
  EXPECT_EQ(streams.Add(&b, [] {}), Offer::kTaken);
  EXPECT_EQ(streams.Add(&c, [] {}), Offer::kFull);
  streams.Remove(&a);
  streams.Remove(&a);
  EXPECT_EQ(streams.Add(&c, [] {}), Offer::kTaken);
}

TEST(OpenStreams, StopTellsThoseThatAreOpen) {
  OpenStreams streams(8);
  const int a = 0, b = 0, c = 0;
  int told = 0;
  ASSERT_EQ(streams.Add(&a, [&] { ++told; }), Offer::kTaken);
  ASSERT_EQ(streams.Add(&b, [&] { told += 10; }), Offer::kTaken);
  // One that ends as it is told.
  ASSERT_EQ(streams.Add(&c, [&] { streams.Remove(&c), told += 100; }), Offer::kTaken);
  streams.Remove(&b);
  streams.Stop();
  EXPECT_EQ(told, 101);
  EXPECT_EQ(streams.Add(&b, [] {}), Offer::kStopped);
}

TEST(OpenStreams, RemovingLetsGoOfTheStreamWithoutTheLock) {
  struct Stream {
    OpenStreams* streams;
    ~Stream() { streams->Remove(this); }
  };
  OpenStreams streams(1);
  auto stream = std::make_shared<Stream>(Stream{&streams});
  const void* key = stream.get();
  ASSERT_EQ(streams.Add(key, [stream] {}), Offer::kTaken);
  stream.reset();
  streams.Remove(key);  // Destroys the stream, which takes itself off again.
  EXPECT_EQ(streams.Add(&key, [] {}), Offer::kTaken);
}

}  // namespace
}  // namespace lotse::ops
