#pragma once

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
};

}  // namespace lotse::reporting::colours
