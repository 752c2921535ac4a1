#pragma once

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "lotse/survey/v1alpha/survey.pb.h"

// What the tests of quotas have in common.
namespace lotse::survey {

// 50 young people of the administration, and as many of the yard as there are.
inline v1alpha::Wave QuotaWave() {
  v1alpha::Wave wave;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(quotas {
             code: "jung"
             conditions { question: "alter" options: "u25" options: "u30" }
             conditions { question: "ort_a" options: "ja" }
             limit: 50
             action: ACTION_REFUSE
           }
           quotas {
             code: "hof"
             conditions { question: "teams" options: "hof" }
             limit: 10
             action: ACTION_NOTE
           })pb",
      &wave));
  return wave;
}

}  // namespace lotse::survey
