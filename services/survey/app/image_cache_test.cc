#include "services/survey/app/image_cache.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "services/survey/app/figures_testing.h"

namespace lotse::survey {
namespace {

class ImageCacheTest : public FiguresTesting {
 protected:
  void SetUp() override {
    FiguresTesting::SetUp();
    Budget(int64_t{1} << 30);
  }
  void Budget(int64_t bytes) {
    images_ = std::make_unique<ImageCache>(
        responses_.get(), ImageCache::Options{.budget_bytes = bytes,
                                              .kept = [this](int64_t kept) { kept_ = kept; },
                                              .built = [this] { ++built_now_; }});
  }
  absl::StatusOr<std::shared_ptr<const WaveImage>> Get(sql::Patience patience = {}) {
    return images_->Get(kWave, std::make_shared<const CompiledInstrument>(FiguresInstrument()),
                        patience);
  }

  std::atomic<int64_t> kept_ = 0;
  std::atomic<int> built_now_ = 0;
};

TEST_F(ImageCacheTest, IsReadOnceAndKept) {
  MakeClosedWave();
  const auto image = Get();
  ASSERT_TRUE(image.ok()) << image.status();
  EXPECT_EQ((*image)->columns.people(), kPeople);
  EXPECT_EQ(kept_, (*image)->columns.Bytes());
  ASSERT_EQ(*Get(), *image);
  EXPECT_EQ(built_now_, 1);
}

TEST_F(ImageCacheTest, WhoAsksAtOnceSharesIt) {
  MakeClosedWave();
  std::vector<std::thread> callers;
  std::vector<std::shared_ptr<const WaveImage>> got(4);
  for (auto& image : got) callers.emplace_back([&] { image = *Get(); });
  for (std::thread& caller : callers) caller.join();
  for (const auto& image : got) EXPECT_EQ(image, got[0]);
  EXPECT_EQ(built_now_, 1);
}

TEST_F(ImageCacheTest, WhatDoesNotFitIsUsedAndDropped) {
  MakeClosedWave();
  const int64_t bytes = (*Get())->columns.Bytes();
  Budget(bytes - 1);
  kept_ = 0;
  ASSERT_TRUE(Get().ok());
  ASSERT_TRUE(Get().ok());
  EXPECT_EQ(kept_, 0);
  EXPECT_EQ(built_now_, 3);
  Budget(bytes);
  ASSERT_TRUE(Get().ok());
  EXPECT_EQ(kept_, bytes);
}

TEST_F(ImageCacheTest, IsDroppedWithWhatIsErased) {
  MakeClosedWave(Wave::IDENTITY_CONFIDENTIAL);
  ASSERT_TRUE(Get().ok());
  EXPECT_GT(kept_, 0);
  ASSERT_EQ(Withdraw(), kOk) << status_;
  EXPECT_EQ(kept_, 0);
  EXPECT_EQ((*Get())->columns.people(), kPeople - 1);
  ASSERT_EQ(EraseQuestion("O"), kOk) << status_;
  EXPECT_EQ(kept_, 0);
  ASSERT_TRUE(Get().ok());
  ASSERT_EQ(Purge(), kOk) << status_;
  EXPECT_EQ(kept_, 0);
  EXPECT_EQ(rpc::ReasonOf(Get().status()), kWrongState);
}

TEST_F(ImageCacheTest, NobodyIsServedWhoIsGone) {
  MakeClosedWave();
  EXPECT_EQ(rpc::ReasonOf(Get({absl::InfiniteFuture(), [] { return true; }}).status()),
            type::v1alpha::ERROR_REASON_CALLER_GONE);
  EXPECT_EQ(kept_, 0);
  EXPECT_TRUE(Get().ok()) << "the next one is";
}

}  // namespace
}  // namespace lotse::survey
