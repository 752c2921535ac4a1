#pragma once

#include "lotse/reporting/v1alpha/document_table.pb.h"

// The colours of a report, in one place, so that a test can measure their
// contrast. Nothing in a report is told by colour alone.
namespace lotse::reporting::colours {

inline constexpr char kPaper[] = "#ffffff";
inline constexpr char kText[] = "#1a1a1a";
inline constexpr char kMutedText[] = "#484f58";
inline constexpr char kHeading[] = "#1f4e79";
inline constexpr char kLink[] = "#1a4f8b";
inline constexpr char kTableHead[] = "#e6eef6";
inline constexpr char kLine[] = "#7a8594";
inline constexpr char kScrollShadow[] = "#bfc7d1";
inline constexpr char kWarningPaper[] = "#fff4de";
inline constexpr char kWarningLine[] = "#8a4b00";
inline constexpr char kBar[] = "#2f6690";
inline constexpr char kBarOutline[] = "#14344d";
inline constexpr char kBarTrack[] = "#eceff3";
inline constexpr char kHatch[] = "#5a6470";
inline constexpr char kSecondBar[] = "#b8d3e6";
inline constexpr char kGrid[] = "#c9ced6";
inline constexpr char kReference[] = "#8a4b00";
inline constexpr char kSegmentOutline[] = "#3a3f46";

// A part of a bar and the text in it.
struct Segment {
  const char* fill;
  const char* text;
};

// Answers from the end of a scale towards its middle, from ColorBrewer's BrBG, which people who
// see red and green alike can tell apart (Brewer 2003).
inline constexpr int kShades = 3;
inline constexpr Segment kDisagree[kShades] = {
    {"#8c510a", kPaper}, {"#d8b365", kText}, {"#f6e8c3", kText}};
inline constexpr Segment kAgree[kShades] = {
    {"#01665e", kPaper}, {"#80bfb5", kText}, {"#c7eae5", kText}};
inline constexpr Segment kNeutral = {"#d9d9d9", kText};

// Answers in their order, from the first to the last, in one hue: the later, the darker. Those of a
// scale with fewer steps are as far apart as they can be.
inline constexpr int kSteps = 11;
inline constexpr Segment kStep[kSteps] = {
    {"#ecf3f9", kText},  {"#d4e5f2", kText},  {"#bdd7ea", kText},  {"#a6c9e3", kText},
    {"#8fbbdc", kText},  {"#75acd4", kText},  {"#5a9ccb", kText},  {"#316f9b", kPaper},
    {"#285b80", kPaper}, {"#204865", kPaper}, {"#17354a", kPaper},
};

// The signs and words of a status.
inline constexpr char kGood[] = "#01665e";
inline constexpr char kAtRisk[] = "#8a4b00";
inline constexpr char kCritical[] = "#a8071a";
inline constexpr char kIdle[] = "#484f58";

// The colour of a signal.
constexpr const char* OfSignal(v1alpha::Status::Signal signal) {
  switch (signal) {
    case v1alpha::Status::SIGNAL_ON_TRACK:
    case v1alpha::Status::SIGNAL_DONE:
      return kGood;
    case v1alpha::Status::SIGNAL_AT_RISK:
    case v1alpha::Status::SIGNAL_PARTLY_DONE:
      return kAtRisk;
    case v1alpha::Status::SIGNAL_CRITICAL:
      return kCritical;
    default:
      return kIdle;
  }
}

// Two colours that meet, and the least contrast they must have, in tenths.
struct Pair {
  const char* front;
  const char* back;
  int least_tenths;
};

// WCAG 2.2: 4.5 for text (SC 1.4.3), 3 for what must be seen to understand a
// graphic or to find the focus (SC 1.4.11).
inline constexpr int kForText = 45;
inline constexpr int kForGraphics = 30;

// Every pair that occurs in the style sheet and in the charts.
inline constexpr Pair kPairs[] = {
    {kText, kPaper, kForText},
    {kText, kTableHead, kForText},
    {kText, kWarningPaper, kForText},
    {kText, kBarTrack, kForText},
    {kMutedText, kPaper, kForText},
    {kText, kScrollShadow, kForText},
    {kMutedText, kScrollShadow, kForText},
    {kHeading, kPaper, kForText},
    {kLink, kPaper, kForText},
    {kPaper, kLink, kForText},
    {kLine, kPaper, kForGraphics},
    {kWarningLine, kWarningPaper, kForGraphics},
    {kWarningLine, kPaper, kForGraphics},
    {kBar, kPaper, kForGraphics},
    {kBar, kBarTrack, kForGraphics},
    {kBarOutline, kBarTrack, kForGraphics},
    {kHatch, kPaper, kForGraphics},
    {kReference, kPaper, kForGraphics},
    {kBarOutline, kPaper, kForGraphics},
    {kBarOutline, kSecondBar, kForGraphics},
    // Light parts of a bar are told apart by their outline, not by their fill.
    {kSegmentOutline, kPaper, kForGraphics},
    {kSegmentOutline, kDisagree[1].fill, kForGraphics},
    {kSegmentOutline, kDisagree[2].fill, kForGraphics},
    {kSegmentOutline, kAgree[1].fill, kForGraphics},
    {kSegmentOutline, kAgree[2].fill, kForGraphics},
    {kSegmentOutline, kNeutral.fill, kForGraphics},
    {kDisagree[0].fill, kPaper, kForGraphics},
    {kAgree[0].fill, kPaper, kForGraphics},
    {kDisagree[0].text, kDisagree[0].fill, kForText},
    {kDisagree[1].text, kDisagree[1].fill, kForText},
    {kDisagree[2].text, kDisagree[2].fill, kForText},
    {kAgree[0].text, kAgree[0].fill, kForText},
    {kAgree[1].text, kAgree[1].fill, kForText},
    {kAgree[2].text, kAgree[2].fill, kForText},
    {kNeutral.text, kNeutral.fill, kForText},
    {kStep[0].text, kStep[0].fill, kForText},
    {kStep[1].text, kStep[1].fill, kForText},
    {kStep[2].text, kStep[2].fill, kForText},
    {kStep[3].text, kStep[3].fill, kForText},
    {kStep[4].text, kStep[4].fill, kForText},
    {kStep[5].text, kStep[5].fill, kForText},
    {kStep[6].text, kStep[6].fill, kForText},
    {kStep[7].text, kStep[7].fill, kForText},
    {kStep[8].text, kStep[8].fill, kForText},
    {kStep[9].text, kStep[9].fill, kForText},
    {kStep[10].text, kStep[10].fill, kForText},
    {kSegmentOutline, kStep[0].fill, kForGraphics},
    {kSegmentOutline, kStep[1].fill, kForGraphics},
    {kSegmentOutline, kStep[2].fill, kForGraphics},
    {kSegmentOutline, kStep[3].fill, kForGraphics},
    {kSegmentOutline, kStep[4].fill, kForGraphics},
    {kSegmentOutline, kStep[5].fill, kForGraphics},
    {kSegmentOutline, kStep[6].fill, kForGraphics},
    {kStep[7].fill, kPaper, kForGraphics},
    {kStep[8].fill, kPaper, kForGraphics},
    {kStep[9].fill, kPaper, kForGraphics},
    {kStep[10].fill, kPaper, kForGraphics},
    {kGood, kPaper, kForText},
    {kAtRisk, kPaper, kForText},
    {kCritical, kPaper, kForText},
    {kIdle, kPaper, kForText},
};

}  // namespace lotse::reporting::colours
