//! Three by three: luma and chroma to RGB and back, and from one set of primaries to another. All in f64; what works on
//! pixels takes the results as f32.

pub type Matrix = [[f64; 3]; 3];

pub const IDENTITY: Matrix = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];

/// H.273's code of RGB in the planes of YUV formats: G, B, R.
pub const RGB: u8 = 0;

/// The weights of red and blue in luma, by H.273's code of the matrix.
const LUMA: &[(u8, f64, f64)] =
    &[(1, 0.2126, 0.0722), (5, 0.299, 0.114), (6, 0.299, 0.114), (9, 0.2627, 0.0593)];

/// x and y of red, green and blue, by H.273's code of the primaries. The white is D65 in all of them.
const PRIMARIES: &[(u8, [[f64; 2]; 3])] = &[
    (1, [[0.64, 0.33], [0.30, 0.60], [0.15, 0.06]]),
    (5, [[0.64, 0.33], [0.29, 0.60], [0.15, 0.06]]),
    (9, [[0.708, 0.292], [0.170, 0.797], [0.131, 0.046]]),
    (12, [[0.68, 0.32], [0.265, 0.69], [0.15, 0.06]]),
];
const D65: [f64; 2] = [0.3127, 0.3290];

/// R'G'B' from Y' (0 to 1), Cb and Cr (-0.5 to 0.5). An unknown matrix is taken as BT.709's.
pub fn rgb_from_yuv(matrix: u8) -> Matrix {
    if matrix == RGB {
        return [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]];
    }
    let &(_, red, blue) = LUMA.iter().find(|(code, ..)| *code == matrix).unwrap_or(&LUMA[0]);
    let green = 1.0 - red - blue;
    let (from_cr, from_cb) = (2.0 * (1.0 - red), 2.0 * (1.0 - blue));
    [[1.0, 0.0, from_cr], [1.0, -blue * from_cb / green, -red * from_cr / green], [1.0, from_cb, 0.0]]
}

/// Linear RGB of the primaries `to` from that of `from`. Unknown ones are taken as BT.709's.
pub fn between_primaries(from: u8, to: u8) -> Matrix {
    product(&inverse(&xyz_from_rgb(to)), &xyz_from_rgb(from))
}

/// As in BT.709, annex 1 of SMPTE RP 177: each primary as strong as it takes to make white of all three.
fn xyz_from_rgb(primaries: u8) -> Matrix {
    let &(_, xy) = PRIMARIES.iter().find(|(code, _)| *code == primaries).unwrap_or(&PRIMARIES[0]);
    let xyz = |[x, y]: [f64; 2]| [x / y, 1.0, (1.0 - x - y) / y];
    let columns = transposed(&xy.map(xyz));
    let strengths = transform(&inverse(&columns), xyz(D65));
    columns.map(|row| [row[0] * strengths[0], row[1] * strengths[1], row[2] * strengths[2]])
}

pub fn product(a: &Matrix, b: &Matrix) -> Matrix {
    transposed(&transposed(b).map(|column| transform(a, column)))
}

pub fn inverse(m: &Matrix) -> Matrix {
    let cofactor = |i: usize, j: usize| {
        let (i1, i2, j1, j2) = ((i + 1) % 3, (i + 2) % 3, (j + 1) % 3, (j + 2) % 3);
        m[i1][j1] * m[i2][j2] - m[i1][j2] * m[i2][j1]
    };
    let determinant: f64 = (0..3).map(|j| m[0][j] * cofactor(0, j)).sum();
    [0, 1, 2].map(|i| [0, 1, 2].map(|j| cofactor(j, i) / determinant))
}

fn transform(m: &Matrix, v: [f64; 3]) -> [f64; 3] {
    m.map(|row| row[0] * v[0] + row[1] * v[1] + row[2] * v[2])
}

fn transposed(m: &Matrix) -> Matrix {
    [0, 1, 2].map(|i| [0, 1, 2].map(|j| m[j][i]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: &Matrix, b: &Matrix, tolerance: f64) -> bool {
        a.iter().flatten().zip(b.iter().flatten()).all(|(a, b)| (a - b).abs() < tolerance)
    }

    #[test]
    fn matrices_are_those_of_the_recommendations() {
        let bt709 = [[1.0, 0.0, 1.5748], [1.0, -0.187_324, -0.468_124], [1.0, 1.8556, 0.0]];
        assert!(near(&rgb_from_yuv(1), &bt709, 1e-6));
        let bt601 = [[1.0, 0.0, 1.402], [1.0, -0.344_136, -0.714_136], [1.0, 1.772, 0.0]];
        assert!(near(&rgb_from_yuv(6), &bt601, 1e-6));
    }

    #[test]
    fn primaries_are_converted_as_bt_2087_does() {
        let bt2020_from_bt709 =
            [[0.6274, 0.3293, 0.0433], [0.0691, 0.9195, 0.0114], [0.0164, 0.0880, 0.8956]];
        assert!(near(&between_primaries(1, 9), &bt2020_from_bt709, 1e-4));
        assert!(near(&between_primaries(12, 12), &IDENTITY, 1e-12));
    }

    #[test]
    fn an_inverse_undoes() {
        for matrix in [0, 1, 5, 9] {
            let m = rgb_from_yuv(matrix);
            assert!(near(&product(&inverse(&m), &m), &IDENTITY, 1e-12));
        }
    }
}
