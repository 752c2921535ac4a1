#pragma once

// Tables of releases, as the service answers with them.
namespace lotse::cli {

// The table of docs/disclosure-control.md whose small count is hidden behind three others.
inline constexpr char kCrosstab[] = R"pb(
  spec { variables: "F1" variables: "amt" statistics: STATISTIC_SHARES }
  base: 407
  rows {
    code: "1"
    label { variants { language: "de" text: "ja" } }
  }
  rows {
    code: "2"
    label { variants { language: "de" text: "nein" } }
  }
  rows {
    code: "3"
    label { variants { language: "de" text: "weiß nicht" } }
  }
  rows { kind: KIND_NO_ANSWER }
  columns {
    code: "b"
    label { variants { language: "de" text: "Bauamt" } }
  }
  columns {
    code: "s"
    label { variants { language: "de" text: "Soziales" } }
  }
  columns {
    code: "u"
    label { variants { language: "de" text: "Schulen" } }
  }
  layers {
    rows {
      cells {
        protected {}
        row_share { undefined: UNDEFINED_PROTECTED }
        column_share { undefined: UNDEFINED_PROTECTED }
        interval {
          lower { undefined: UNDEFINED_PROTECTED }
          upper { undefined: UNDEFINED_PROTECTED }
        }
      }
      cells {
        protected {}
        row_share { undefined: UNDEFINED_PROTECTED }
        column_share { undefined: UNDEFINED_PROTECTED }
        interval {
          lower { undefined: UNDEFINED_PROTECTED }
          upper { undefined: UNDEFINED_PROTECTED }
        }
      }
      cells {
        count: 45
        row_share { number { value: "45.9" } }
        column_share { number { value: "27.3" } }
        interval {
          lower { number { value: "21.1" } }
          upper { number { value: "34.5" } }
        }
      }
      total {
        count: 98
        column_share { number { value: "25.9" } }
        interval {
          lower { number { value: "21.7" } }
          upper { number { value: "30.5" } }
        }
      }
    }
    rows {
      cells {
        protected {}
        row_share { undefined: UNDEFINED_PROTECTED }
        column_share { undefined: UNDEFINED_PROTECTED }
        interval {
          lower { undefined: UNDEFINED_PROTECTED }
          upper { undefined: UNDEFINED_PROTECTED }
        }
      }
      cells {
        protected {}
        row_share { undefined: UNDEFINED_PROTECTED }
        column_share { undefined: UNDEFINED_PROTECTED }
        interval {
          lower { undefined: UNDEFINED_PROTECTED }
          upper { undefined: UNDEFINED_PROTECTED }
        }
      }
      cells {
        count: 55
        row_share { number { value: "47.4" } }
        column_share { number { value: "33.3" } }
        interval {
          lower { number { value: "26.6" } }
          upper { number { value: "40.8" } }
        }
      }
      total {
        count: 116
        column_share { number { value: "30.6" } }
        interval {
          lower { number { value: "26.2" } }
          upper { number { value: "35.4" } }
        }
      }
    }
    rows {
      cells {
        count: 40
        row_share { number { value: "24.2" } }
        column_share { number { value: "54.8" } }
        interval {
          lower { number { value: "43.4" } }
          upper { number { value: "65.7" } }
        }
      }
      cells {
        count: 60
        row_share { number { value: "36.4" } }
        column_share { number { value: "42.6" } }
        interval {
          lower { number { value: "34.7" } }
          upper { number { value: "50.8" } }
        }
      }
      cells {
        count: 65
        row_share { number { value: "39.4" } }
        column_share { number { value: "39.4" } }
        interval {
          lower { number { value: "32.3" } }
          upper { number { value: "47.0" } }
        }
      }
      total {
        count: 165
        column_share { number { value: "43.5" } }
        interval {
          lower { number { value: "38.6" } }
          upper { number { value: "48.6" } }
        }
      }
    }
    rows {
      cells { count: 12 }
      cells { count: 9 }
      cells { count: 7 }
      total { count: 28 }
    }
    totals { count: 85 }
    totals { count: 150 }
    totals { count: 172 }
    totals { count: 407 }
    association { chi_square { undefined: UNDEFINED_PROTECTED } }
  })pb";

inline constexpr char kOneWay[] = R"pb(
  spec {
    variables: "F1"
    statistics: STATISTIC_SHARES
    filters { variable: "alter" options: "2" options: "3" }
  }
  base: 374
  rows {
    code: "1"
    label { variants { language: "de" text: "ja" } }
  }
  rows {
    code: "2"
    label { variants { language: "de" text: "nein" } }
  }
  rows { kind: KIND_NO_ANSWER }
  layers {
    rows {
      cells {
        count: 118
        column_share { number { value: "33.7" } }
        total_share { number { value: "31.6" } }
      }
    }
    rows {
      cells {
        count: 232
        column_share { number { value: "66.3" } }
        total_share { number { value: "62.0" } }
      }
    }
    rows {
      cells {
        count: 24
        total_share { number { value: "6.4" } }
      }
    }
    totals { count: 374 }
    locations {
      n { number { value: "350" } }
      mean { number { value: "1.66" } }
      mean_interval {
        lower { number { value: "1.61" } }
        upper { number { value: "1.71" } }
      }
      median { number { value: "2.00" } }
      net_promoter { undefined: UNDEFINED_NO_SCORE }
    }
  })pb";

inline constexpr char kBattery[] = R"pb(
  spec { battery: "B1" battery: "B2" statistics: STATISTIC_SHARES }
  base: 240
  rows {
    code: "B1"
    label { variants { language: "de" text: "Ich werde ernst genommen" } }
  }
  rows {
    code: "B2"
    label { variants { language: "de" text: "Ich kann mitreden" } }
  }
  columns {
    code: "1"
    label { variants { language: "de" text: "stimmt" } }
  }
  columns { kind: KIND_NOT_ASKED }
  layers {
    category {
      code: "x"
      label { variants { language: "de" text: "unter 25" } }
    }
    rows {
      cells {
        count: 200
        row_share { number { value: "100.0" } }
      }
      cells { count: 40 }
    }
    rows {
      cells {
        count: 50
        row_share { number { value: "25.0" } }
      }
      cells { count: 190 }
    }
    locations {
      n { number { value: "200" } }
      mean { number { value: "3.42" } }
    }
    locations {
      n { number { value: "50" } }
      mean { undefined: UNDEFINED_NO_VARIANCE }
    }
  }
  reliability {
    items: 2
    alpha_pairwise { number { value: "0.81" } }
    alpha_listwise { number { value: "0.80" } }
    alpha_standardised { number { value: "0.82" } }
  }
  reach {
    category {
      code: "w"
      label { variants { language: "de" text: "weiblich" } }
    }
    population: 1200
    participation_rate { number { value: "9.2" } }
    participation_interval {
      lower { number { value: "7.7" } }
      upper { number { value: "11.0" } }
    }
    representation_ratio { number { value: "0.75" } }
    representation_gap { number { value: "-12.5" } }
    parity_ratio { number { value: "0.70" } }
    parity_interval {
      lower { number { value: "0.60" } }
      upper { number { value: "0.81" } }
    }
    below_four_fifths: true
    missing_to_parity { number { value: "37.5" } }
  })pb";

}  // namespace lotse::cli
